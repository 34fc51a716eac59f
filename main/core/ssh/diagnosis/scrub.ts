import type { Profile } from '../../../contract/profiles.ts';

/** Where secrets and keys lie on this machine; the name of a file may tell as much as what is in it. */
export interface ScrubbedPlaces {
  readonly profile: Pick<Profile, 'keyPath' | 'agentPath'>;
  readonly homeDirectory: string;
  readonly agentSocket: string | null;
}

/** Makes sentences fit to be handed on. Secrets never come near one; what is here is for the case that one did. */
export interface Scrub {
  /** Takes out the paths of key and agent, and `secrets` wherever they are. */
  exact(text: string, secrets?: readonly string[]): string;
  /** The same, and every other path of this machine too; the known_hosts files are shown from the home folder on. */
  paths(text: string): string;
}

const knownHostsPath = /known_hosts2?(?::\d+)?$/;
const ending = '[^\\s"\'“”‘’,;()]';
/** An absolute or `~/` path on any system, without the stop of the sentence it ends; a fingerprint may hold `+/`. */
const anyPath = new RegExp(`(?<![\\w/:.@+])(?:~|[A-Za-z]:)?[\\\\/]${ending}*${ending.replace(']', ':.]')}`, 'g');
/** Shorter ones are words of every sentence. */
const shortestSecret = 4;

/** The scrub of one profile. */
export function createScrub({ profile, homeDirectory, agentSocket }: ScrubbedPlaces): Scrub {
  const places = [
    [profile.keyPath, 'the key file'],
    [profile.agentPath, 'the agent'],
    [agentSocket, 'the agent'],
  ] as const;
  const literal = places.flatMap(([path, word]) => {
    // Words like `none` and `pageant` name no place, and stand in sentences.
    if (path === null || path.length < shortestSecret || !/[\\/]/.test(path)) return [];
    const whole = path.startsWith('~') ? [[`${homeDirectory}${path.slice(1)}`, word] as const] : [];
    return [...whole, [path, word] as const];
  });
  const exact: Scrub['exact'] = (text, secrets = []) => {
    let clean = text;
    for (const secret of secrets) if (secret.length >= shortestSecret) clean = clean.replaceAll(secret, '•••');
    for (const [path, word] of literal) clean = clean.replaceAll(path, word);
    return clean;
  };
  const shown = (path: string) => {
    if (!knownHostsPath.test(path)) return 'a file';
    return path.startsWith(`${homeDirectory}/`) ? `~${path.slice(homeDirectory.length)}` : path;
  };
  return { exact, paths: (text) => exact(text).replace(anyPath, shown) };
}
