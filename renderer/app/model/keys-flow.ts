import { ask } from '../../api/problem.ts';
import type { BerthApp } from './berth-app.ts';

/** Names the keys to the shell around the page, again whenever one is changed: its menu shows them, and views do not get them. */
export function keepKeysTold({ session, chords }: Pick<BerthApp, 'session' | 'chords'>): void {
  const tell = () => {
    const { used } = chords.store.getState();
    void ask(() => session.client.shell.useChords({ chords: [...used] }));
  };
  session.onOpen(tell);
  chords.store.subscribe(tell);
}
