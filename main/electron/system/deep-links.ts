import { app } from '#electron';
import type { Opening } from '../../contract/surroundings.ts';

/** `berth://open/<profile>/<repository>`, or with `session:<id>` in its place. */
const scheme = 'berth';
const linkForm = /^berth:\/\/open\/([^/?#]+)\/([^/?#]+)\/?$/i;
const longestLink = 1000;
/** Names as people write them; anything else is named by its id. */
const nameForm = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._+@-]{0,79}$/u;

/** The tab of a terminal or agent, by the id of its session. */
const sessionForm = /^session:[a-z0-9][a-z0-9-]{0,39}$/;

/** What a link asks for, or null for everything that is no link of Berth's, to the letter. */
export function parseDeepLink(link: string): Opening | null {
  const [, profilePart = '', repositoryPart = ''] = link.length > longestLink ? [] : (linkForm.exec(link) ?? []);
  const profile = decoded(profilePart);
  const repository = decoded(repositoryPart);
  if (!nameForm.test(profile) || !(nameForm.test(repository) || sessionForm.test(repository))) return null;
  return { profile, repository, source: 'link' };
}

/** The empty text, which names nothing, for a malformed escape. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

/** The link among the arguments of a process; Chromium puts switches of its own among them. */
function linkAmong(args: readonly string[]): string | undefined {
  return args.findLast((argument) => argument.toLowerCase().startsWith(`${scheme}:`));
}

/** Editors that are asked for outside of the page. */
export class Openings {
  readonly #listeners = new Set<(opening: Opening) => void>();
  /** The last one that nobody has taken yet; an earlier one is nobody's wish any more. */
  #waiting: Opening | null = null;

  ask(opening: Opening): void {
    if (this.#listeners.size === 0) this.#waiting = opening;
    for (const listener of this.#listeners) listener(opening);
  }

  /** Tells each, the one that waits first; the returned function ends that. */
  follow(listener: (opening: Opening) => void): () => void {
    this.#listeners.add(listener);
    if (this.#waiting !== null) listener(this.#waiting);
    this.#waiting = null;
    return () => this.#listeners.delete(listener);
  }
}

/**
 * Listens for links of other programs: in the arguments of this process and of second copies, on macOS as an event, which
 * may come before the app is ready.
 */
export function listenForLinks(args: readonly string[]): Openings {
  const openings = new Openings();
  const take = (link: string | undefined) => {
    const opening = link === undefined ? null : parseDeepLink(link);
    if (opening !== null) openings.ask(opening);
  };
  take(linkAmong(args));
  app.on('open-url', (event, url) => {
    event.preventDefault();
    take(url);
  });
  app.on('second-instance', (_event, otherArgs) => take(linkAmong(otherArgs)));
  return openings;
}

/**
 * Makes this app the one that opens Berth's links. On Linux its desktop entry says so; from a checkout nothing is
 * changed, so that trying it out does not take the links of the installed app.
 */
export function registerForLinks(): void {
  if (!app.isPackaged || process.platform === 'linux') return;
  // What follows `--` is no switch, whatever a link smuggles in.
  app.setAsDefaultProtocolClient(scheme, process.execPath, process.platform === 'win32' ? ['--'] : []);
}
