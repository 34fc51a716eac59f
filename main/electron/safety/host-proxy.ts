import { type Session, session as sessions } from '#electron';
import { openWayOut, type WayOut } from './way-out.ts';

/** Some public address; a proxy that the system has is asked about with it. */
const SOMEWHERE = 'https://example.com/';

let wayOut: WayOut | null = null;
/** Where the system has a proxy of its own, pages go through that, as nothing else may lead out of its network. */
let hasSystemProxy = false;
const settling = new WeakMap<Session, Promise<void>>();

/** Opens the way out for the pages of hosts; call it once, when the app is ready. Returns what closes it. */
export async function openHostProxy(): Promise<() => void> {
  const opened = await openWayOut();
  wayOut = opened;
  await lookForSystemProxy();
  return () => {
    opened.close();
    wayOut = null;
  };
}

async function lookForSystemProxy(): Promise<void> {
  hasSystemProxy = (await sessions.defaultSession.resolveProxy(SOMEWHERE)) !== 'DIRECT';
}

/** Sends all that a session does through the way out, but for what goes to `origin`. */
export function leadThroughProxy(session: Session, origin: string): void {
  if (wayOut === null) throw new Error('the way out is not open');
  const rules = {
    mode: 'fixed_servers',
    proxyRules: `http://127.0.0.1:${String(wayOut.port)}`,
    // Else Chromium goes straight to whatever is called localhost, also through other names of it.
    proxyBypassRules: `<-loopback>;${new URL(origin).host}`,
  } as const;
  settling.set(session, session.setProxy(hasSystemProxy ? { mode: 'system' } : rules));
  // Whoever moves between networks has one in the next tab.
  lookForSystemProxy().catch(() => undefined);
}

/** Resolves when a session does nothing but through its proxy; what is loaded before goes where it likes. */
export async function isLedThroughProxy(session: Session): Promise<void> {
  await settling.get(session);
}
