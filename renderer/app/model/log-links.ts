import type { LinkModel } from '../../features/link/link-model.ts';
import type { LogLinks } from '../../features/logs/logs-model.ts';

/** What a followed log is told of the links. */
export function logLinks({ store }: Pick<LinkModel, 'store'>): LogLinks {
  const isUp = (profileId: string) => store.getState().statuses[profileId]?.state === 'connected';
  return {
    isUp,
    whenUp: (profileId, signal) =>
      new Promise((resolve) => {
        const look = () => {
          if (!signal.aborted && !isUp(profileId)) return;
          stopListening();
          signal.removeEventListener('abort', look);
          resolve();
        };
        const stopListening = store.subscribe(look);
        signal.addEventListener('abort', look);
        look();
      }),
  };
}
