import type { Session } from '#electron';
import { isOwnOrInside, isPrivateAnswer, isRequestAllowed } from './private-addresses.ts';

/**
 * Cancels every request of a session into this machine or its network but those to `origin`. Pages on loopback are exempt
 * from Chromium's own checks of local networks, so an editor's requests are checked here. A public name may lead to a
 * private address too, so it is looked up first; one that answers differently later is judged by the way out alone.
 */
export function guardRequests(session: Session, origin: string): void {
  session.webRequest.onBeforeRequest(({ url }, decide) => {
    if (!isRequestAllowed(url, origin)) {
      decide({ cancel: true });
    } else if (isOwnOrInside(url, origin)) {
      decide({ cancel: false });
    } else {
      leadsInside(session, new URL(url).hostname).then(
        (cancel) => decide({ cancel }),
        // A name nobody knows leads nowhere; behind a proxy, which looks names up itself, that is every name.
        () => decide({ cancel: false }),
      );
    }
  });
}

async function leadsInside(session: Session, hostname: string): Promise<boolean> {
  const { endpoints } = await session.resolveHost(hostname);
  return endpoints.some(({ address }) => isPrivateAnswer(address));
}
