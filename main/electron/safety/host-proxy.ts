import { type Session, session as sessions } from '#electron';
import { openWayOut, type WayOut } from './way-out.ts';

/** Some public address; a proxy that the system has is asked about with it. */
const SOMEWHERE = 'https://example.com/';

let wayOut: WayOut | null = null;
const settling = new WeakMap<Session, Promise<void>>();

/** Opens the way out for the pages of hosts; call it once, when the app is ready. Returns what closes it. */
export async function openHostProxy(): Promise<() => void> {
  const opened = await openWayOut();
  wayOut = opened;
  return () => {
    opened.close();
    wayOut = null;
  };
}

/**
 * Sends all that a session does through the way out, but for what goes to `origin`. Where the system has a proxy of its
 * own, pages go through that, as nothing else may lead out of its network; it is asked about each time, because a laptop
 * moves between networks.
 */
export function leadThroughProxy(session: Session, origin: string): void {
  if (wayOut === null) throw new Error('the way out is not open');
  const led = session.setProxy({
    mode: 'fixed_servers',
    proxyRules: `http://127.0.0.1:${String(wayOut.port)}`,
    // Else Chromium goes straight to whatever is called localhost, also by other names of it.
    proxyBypassRules: `<-loopback>;${new URL(origin).host}`,
  });
  const settled = Promise.all([led, hasSystemProxy()]).then(async ([, hasOther]) => {
    if (hasOther) await session.setProxy({ mode: 'system' });
  });
  // Told to whoever waits for it.
  settled.catch(() => undefined);
  settling.set(session, settled);
}

async function hasSystemProxy(): Promise<boolean> {
  return (await sessions.defaultSession.resolveProxy(SOMEWHERE)) !== 'DIRECT';
}

/** Resolves when a session does nothing but through its proxy; what is loaded before goes where it likes. */
export async function isLedThroughProxy(session: Session): Promise<void> {
  await settling.get(session);
}
