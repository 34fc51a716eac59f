import type { Duplex } from 'node:stream';

/** How the gate gets its connections to what it carries. */
export interface ChannelSource {
  /**
   * Opens one channel to the far end. Rejects while the link is down. With `isFresh` it is none that was opened earlier, of
   * which only its use tells whether its far end is still there.
   */
  openChannel(isFresh: boolean): Promise<Duplex>;
  /** Whether the link is up, or comes up within `waitMs`; answers at once when nobody brings it up. None: it never waits. */
  readonly whenReachable?: (waitMs: number) => Promise<boolean>;
}

/** What the gate must know of an instance to carry its tab. Its channels lead to nginx, or straight to the claim. */
export interface GateTarget extends ChannelSource {
  readonly profileId: string;
  readonly instanceId: string;
  /** Whom the profile reaches, `user@address:port`; another place is another origin, whatever the profile's name. */
  readonly place: string;
  /** Path under which the channel's far end serves the instance: `/vscode/<id>/` through nginx, `/` when direct. */
  readonly upstreamPath: string;
  /** Cookie that code-server asks for; added to every request, never shown to the page. */
  readonly instanceCookie: { readonly name: string; readonly value: string };
  /** Absolute path of the repository, for `?folder=` when nginx is not there to add it. */
  readonly folder: string;
}

/** What the gate must know of a port of a host to carry the web pages behind it. */
export interface PortTarget extends ChannelSource {
  readonly profileId: string;
  readonly place: string;
  /** What the host is called on the gate's own pages. */
  readonly hostName: string;
  /** As the host knows it: pages are asked for as those of `localhost:<port>`. */
  readonly port: number;
}

/** Why an instance that has tabs does not answer them. */
export type RestingState = 'stopped' | 'suspended' | 'crashed';

/** The gate's side of one instance, or of one forwarded port. */
export interface GateEntry {
  /** `http://i-<128 random bits>.berth.localhost:<port>`, stable for the instance's life; `p-…` of a port. */
  readonly origin: string;
  /** `/vscode/<id>/`; `/` of a port. */
  readonly path: string;
  /** The cookie that lets a tab in; the desktop shell sets it on the view's partition. */
  readonly cookie: { readonly name: string; readonly value: string };
  /** A fresh one-shot address (30 s) that sets the cookie by itself; for the web shell's iframe. */
  issueEntryUrl(): string;
}

/** The authenticated proxy on this machine's loopback. */
export interface Gate {
  /** Opens (or finds again) the entry of an instance; the origin is the same every time. */
  admit(target: GateTarget): Promise<GateEntry>;
  /** The entry of an admitted instance, or of a port by its `portName`; null for one that rests, too. */
  find(profileId: string, instanceId: string): GateEntry | null;
  /** Whether there may be tabs of an instance: it was admitted, and maybe rests since. */
  isKnown(profileId: string, instanceId: string): boolean;
  /**
   * Lets nothing through to an instance any more: what runs is closed, and its tabs are shown what happened, until it is
   * admitted again.
   */
  rest(profileId: string, instanceId: string, state: RestingState): void;
  /** Opens (or finds again) the entry of a forwarded port; the origin is the same every time. */
  admitPort(target: PortTarget): Promise<GateEntry>;
  /** Lets nothing through to a port any more and closes what runs. */
  dismissPort(profileId: string, port: number): void;
  /** Forgets every instance and port of a profile, which is gone or leads elsewhere, and closes what runs through them. */
  revoke(profileId: string): void;
  /** The origin of the page that may frame editors and forwarded pages (`frame-ancestors`); null means nobody. */
  setFrameAncestor(origin: string | null): void;
  /** Requests answered 403 since the start, by failed check. */
  refusals(): Readonly<Record<'host' | 'origin' | 'fetch-site' | 'cookie', number>>;
  close(): Promise<void>;
}
