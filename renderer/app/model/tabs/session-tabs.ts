/** What a tab of a terminal shows: a session that is kept on the host, or a shell that ends with the link. */
export type TerminalTarget =
  | { readonly kind: 'session'; readonly sessionId: string }
  | { readonly kind: 'shell'; readonly number: number; readonly path: string | null };

const prefix = 'session:';
/** No id of a session has a dot. */
const shellPattern = /^shell\.(\d{1,6})(?:\.(.*))?$/;

/** What the tab of a session has in place of the id of a repository. */
export function sessionTab(sessionId: string): string {
  return `${prefix}${sessionId}`;
}

/** What the tab of a plain shell has; `path` is the folder that it starts in, null the home folder. */
export function shellTab(number: number, path: string | null): string {
  return `${prefix}shell.${number}${path === null ? '' : `.${encodeURIComponent(path)}`}`;
}

/** What the terminal of a tab shows; null for the tab of an editor or a forwarded page. */
export function terminalOfTab(repositoryId: string): TerminalTarget | null {
  if (!repositoryId.startsWith(prefix)) return null;
  const name = repositoryId.slice(prefix.length);
  const [, number, path] = shellPattern.exec(name) ?? [];
  if (number === undefined) return { kind: 'session', sessionId: name };
  return { kind: 'shell', number: Number(number), path: path === undefined ? null : decoded(path) };
}

/** True for the tab of a terminal or agent. */
export function isTerminalTab(repositoryId: string): boolean {
  return repositoryId.startsWith(prefix);
}

/** A saved layout may hold anything. */
function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}
