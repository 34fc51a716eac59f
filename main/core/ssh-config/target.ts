/** What is typed after `ssh`, taken apart. */
export interface Target {
  readonly user: string | null;
  readonly name: string;
  /** Null when none is named. */
  readonly port: number | null;
}

const portOf = (text: string) =>
  /^\d{1,5}$/.test(text) && Number(text) > 0 && Number(text) < 65536 ? Number(text) : null;

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** Takes `box`, `me@box:2222`, `[::1]:2222`, `::1` and `ssh://me@box:2222` apart; null when it is none of them. */
export function parseTarget(text: string): Target | null {
  const isAddressOfSix = (text.match(/:/g)?.length ?? 0) > 1 && !/[[\]@/]/.test(text);
  if (isAddressOfSix) return { user: null, name: text, port: null };
  const isUri = /^ssh:\/\//i.test(text);
  const rest = isUri ? text.slice('ssh://'.length).replace(/\/$/, '') : text;
  const found = /^(?:(.*)@)?(?:\[([^\]]+)\]|([^:[\]/@]+))(?::([^:]*))?$/s.exec(rest);
  if (found === null) return null;
  const [, named, bracketed, plain, portText] = found;
  // A URI may hold a password for the user, which OpenSSH drops too.
  const user = isUri && named !== undefined ? decoded(named.replace(/[:;].*$/s, '')) : (named ?? null);
  const port = portText === undefined ? null : portOf(portText);
  if (user === '' || (named !== undefined && user === null) || (portText !== undefined && port === null)) return null;
  return { user, name: bracketed ?? plain ?? '', port };
}
