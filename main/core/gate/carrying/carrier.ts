import type { OutgoingHttpHeaders } from 'node:http';
import type { DistinctHeaders } from '../entering/checks.ts';
import type { ChannelSource, RestingState } from '../gate.ts';
import type { GatePage } from '../telling/pages.ts';
import type { UpstreamRoute } from './upstream-route.ts';

/** Why a far end does not answer; `encrypted`: it answers to TLS only. */
export type Obstacle = 'link-down' | 'refused' | 'forbidden' | 'encrypted' | RestingState;

/** In what carrying an editor differs from carrying a forwarded page. */
export interface Carrier {
  /** What a tab says while it opens. */
  readonly openingWords: string;
  source(): ChannelSource;
  /** Where a request that passed the checks goes; `isPageRequest` is true for a plain GET or HEAD. */
  routeOf(url: string, isPageRequest: boolean): UpstreamRoute;
  /** What the far end is told of a request's headers. */
  requestHeaders(headers: DistinctHeaders): OutgoingHttpHeaders;
  /** What the page is told of an answer's headers. */
  responseHeaders(headers: DistinctHeaders, frameAncestor: string | null): OutgoingHttpHeaders;
  /** Whether a WebSocket is one that its page takes up again after a lost link. */
  isLasting(path: string): boolean;
  /** Looks closer at a far end that took a connection, or none, and gave no answer. */
  whyRefused(signal: AbortSignal): Promise<'refused' | 'encrypted'>;
  obstaclePage(obstacle: Obstacle, frameAncestor: string | null): GatePage;
}
