import type { GateTarget } from '../gate.ts';
import { isLasting } from '../telling/farewell.ts';
import { forbiddenPage, type GatePage, restingPage, silentPage, waitingPage } from '../telling/pages.ts';
import type { Carrier, Obstacle } from './carrier.ts';
import { requestHeaders } from './request-headers.ts';
import { responseHeaders } from './response-headers.ts';
import { upstreamRouteOf } from './upstream-route.ts';

function pageOf({ profileId, instanceId }: GateTarget, reason: Obstacle, frameAncestor: string | null): GatePage {
  if (reason === 'link-down') return waitingPage(profileId, frameAncestor);
  if (reason === 'refused' || reason === 'encrypted') return silentPage(instanceId, frameAncestor);
  if (reason === 'forbidden') return forbiddenPage(profileId, frameAncestor);
  return restingPage(instanceId, reason, frameAncestor);
}

/** Carries the editor of an instance below `entryPath`, `/vscode/<id>/`. */
export function editorCarrier(target: GateTarget, entryPath: string): Carrier {
  return {
    openingWords: 'Opening the workspace…',
    source: () => target,
    routeOf: (url, isPageRequest) => upstreamRouteOf(url, entryPath, target, isPageRequest),
    requestHeaders: (headers) => requestHeaders(headers, target),
    responseHeaders: (headers, frameAncestor) =>
      responseHeaders(headers, { entryPath, upstreamPath: target.upstreamPath, frameAncestor }),
    isLasting,
    whyRefused: async () => 'refused',
    obstaclePage: (obstacle, frameAncestor) => pageOf(target, obstacle, frameAncestor),
  };
}
