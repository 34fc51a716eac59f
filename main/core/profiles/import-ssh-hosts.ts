import { isDeepStrictEqual } from 'node:util';
import type { ImportReport } from '../../contract/profile-exchange.ts';
import { type Profile, profileDraft } from '../../contract/profiles.ts';
import { plainText } from '../ssh/plain-text.ts';
import type { ResolvedSshHost } from '../ssh-config/ssh-config.ts';
import { freeName, newId } from './names.ts';

/** What hosts of `~/.ssh/config` become. */
export interface SshHostsToImport {
  /** The hosts that were asked for. */
  readonly names: readonly string[];
  /** Those and all on the way to them, by the words of the file. */
  readonly hosts: ReadonlyMap<string, ResolvedSshHost>;
  /** Whether the profiles refer to the file, or hold what it says at present. */
  readonly isLive: boolean;
  /** Login name of this machine's user, for hosts that name none. */
  readonly userName: string;
}

/** Whether a profile leads to what the file says, by the same last step. */
export function isSamePlace(
  profile: Pick<Profile, 'address' | 'port' | 'user'>,
  { address, port, user }: Pick<ResolvedSshHost, 'address' | 'port' | 'user'>,
  userName: string,
): boolean {
  return profile.address === address && profile.port === port && profile.user === (user ?? userName);
}

class SshHostImport {
  readonly added: Profile[] = [];
  readonly skipped: ImportReport['skipped'] = [];
  readonly #all: Profile[];
  readonly #wanted: SshHostsToImport;

  constructor(all: readonly Profile[], wanted: SshHostsToImport) {
    this.#all = [...all];
    this.#wanted = wanted;
  }

  /** Takes a host that was asked for, after those on the way to it. */
  ask(name: string): void {
    const host = this.#wanted.hosts.get(name);
    const problem = host === undefined ? '~/.ssh/config names no such host.' : host.problem;
    const placed = host === undefined || problem !== null ? { reason: problem ?? '' } : this.#place(name, host.jumps);
    if ('reason' in placed) this.#skip(name, placed.reason, false);
    else if (!this.added.includes(placed)) {
      const as = placed.name === name ? '' : `, as "${placed.name}"`;
      this.#skip(name, `It is here already${as}.`, true);
    }
  }

  #skip(name: string, reason: string, isHere: boolean): void {
    this.skipped.push({ name: plainText(name, 255), reason, isHere });
  }

  /** The profile of a host that is reached over these; one that is there, or one more. */
  #place(word: string, way: readonly string[]): Profile | { readonly reason: string } {
    const host = this.#wanted.hosts.get(word);
    if (host === undefined) return { reason: `Nothing is known of "${plainText(word, 80)}".` };
    const last = way.at(-1);
    const jump = last === undefined ? null : this.#place(last, way.slice(0, -1));
    if (jump !== null && 'reason' in jump) return jump;
    // On the way to another host it may be reached otherwise than by itself; then only a copy says how.
    const isLive = this.#wanted.isLive && isDeepStrictEqual(host.jumps, way);
    return this.#present(word, host, jump, isDeepStrictEqual(host.jumps, way)) ?? this.#add(word, host, jump, isLive);
  }

  #present(word: string, host: ResolvedSshHost, jump: Profile | null, mayBeLive: boolean): Profile | undefined {
    const { userName } = this.#wanted;
    const byName = mayBeLive ? this.#all.find(({ sshConfigHost }) => sshConfigHost === word) : undefined;
    const isTheSame = (one: Profile) => isSamePlace(one, host, userName) && one.jumpProfileId === (jump?.id ?? null);
    return byName ?? this.#all.find((one) => one.sshConfigHost === null && isTheSame(one));
  }

  #add(
    word: string,
    host: ResolvedSshHost,
    jump: Profile | null,
    isLive: boolean,
  ): Profile | { readonly reason: string } {
    const { address, port, user, authMethod, keyPath, agentPath } = host;
    const name = freeName(plainText(word, 80), this.#all);
    const draft = profileDraft.safeParse({
      name,
      address,
      port,
      user: user ?? this.#wanted.userName,
      authMethod,
      keyPath,
      agentPath,
      jumpProfileId: jump?.id ?? null,
      sshConfigHost: isLive ? word : null,
    });
    if (!draft.success) return { reason: `${plainText(draft.error.issues[0]?.message ?? 'It is not valid', 200)}.` };
    const profile: Profile = { id: newId(name, this.#all), ...draft.data };
    this.#all.push(profile);
    this.added.push(profile);
    return profile;
  }
}

/** The list with hosts of `~/.ssh/config` after it, each behind those on its way. What is there already stays as it is. */
export function importSshHosts(
  all: readonly Profile[],
  wanted: SshHostsToImport,
): { readonly next: Profile[]; readonly answer: ImportReport } {
  const run = new SshHostImport(all, wanted);
  for (const name of new Set(wanted.names)) run.ask(name);
  return { next: [...all, ...run.added], answer: { added: run.added, skipped: run.skipped } };
}
