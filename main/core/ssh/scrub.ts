import type { Profile } from '../../contract/profiles.ts';

/** Where secrets and keys lie on this machine; a name of a file may tell as much as what is in it. */
export interface ScrubbedPlaces {
  readonly profile: Pick<Profile, 'keyPath' | 'agentPath'>;
  readonly homeDirectory: string;
  readonly agentSocket: string | null;
}

const knownHostsPath = /known_hosts2?(?::\d+)?$/;
/** An absolute or `~/` path of at least two parts, on any system. */
const anyPath = /(?<![\w/:.])(?:~|[A-Za-z]:)?[\\/][^\s"'“”,;]*[^\s"'“”,;:.]/g;

/**
 * Makes sentences fit to be handed on: the paths of key and agent become words, other paths of this machine too, but for the
 * known_hosts files, which are shown from the home folder on. Secrets never come near a sentence; `also` names texts that
 * are taken out all the same.
 */
export function createScrub({ profile, homeDirectory, agentSocket }: ScrubbedPlaces) {
  const literal = [
    [profile.keyPath, 'the key file'],
    [profile.agentPath, 'the agent'],
    [agentSocket, 'the agent'],
  ] as const;
  return (text: string, also: readonly string[] = []): string => {
    let clean = text;
    for (const secret of also) if (secret.length >= 4) clean = clean.replaceAll(secret, '•••');
    for (const [path, word] of literal) {
      if (path === null) continue;
      if (path.startsWith('~')) clean = clean.replaceAll(`${homeDirectory}${path.slice(1)}`, word);
      clean = clean.replaceAll(path, word);
    }
    return clean.replace(anyPath, (path) => {
      if (!knownHostsPath.test(path)) return 'a file';
      return path.startsWith(homeDirectory) ? `~${path.slice(homeDirectory.length)}` : path;
    });
  };
}

/** Takes out of a text what must not be handed on. */
export type Scrub = ReturnType<typeof createScrub>;
