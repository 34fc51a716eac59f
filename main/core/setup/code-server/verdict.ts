import type { CodeServerSource } from '../../../contract/setup.ts';
import type { CodeServerArchive, CodeServerReleases } from '../../ports.ts';
import { compareVersions } from '../versions.ts';
import type { CodeServerFacts } from './facts.ts';

/** What is to be done about the code-server of a host. */
export type Verdict =
  /** Nothing: this version is used. */
  | { readonly kind: 'there'; readonly version: string; readonly path: string | null }
  /** The pinned version is installed, and another one is used. */
  | { readonly kind: 'switch' }
  /** By a release's archive, or by the host's npm where there is none. */
  | { readonly kind: 'install'; readonly archive: CodeServerArchive | null }
  /** No build runs there: of the C library, or of the processor. */
  | { readonly kind: 'impossible'; readonly why: 'libc' | 'architecture' };

/** The oldest glibc that the Node.js 24 of code-server and VS Code's own server run on (BUILDING.md of Node.js 24). */
export const oldestGlibc = '2.28';
/** What code-server 4.139 asks of the host's Node.js. */
const nodeMajor = 24;

function isLibcTooOld(libc: string): boolean {
  if (libc.startsWith('musl')) return true;
  const version = /^glibc (\d+\.\d+)/.exec(libc)?.[1];
  return version !== undefined && compareVersions(version, oldestGlibc) < 0;
}

const usualSources: readonly CodeServerSource[] = ['release', 'push', 'npm'];

/** From where it comes, in this order: as it was chosen, else as usual. */
export function sourcesOf(chosen: readonly CodeServerSource[]): readonly CodeServerSource[] {
  return chosen.length > 0 ? chosen : usualSources;
}

/** Whether the host's own npm can install this version. */
export function hasNpm({ npm }: CodeServerFacts): boolean {
  return npm !== null && Number.parseInt(npm.node, 10) >= nodeMajor;
}

/** The release's archive for the host's processor; null when there is none. */
export function archiveFor(
  { architecture }: CodeServerFacts,
  { archives }: CodeServerReleases,
): CodeServerArchive | null {
  return Object.hasOwn(archives, architecture) ? (archives[architecture] ?? null) : null;
}

/** Berth's own code-server that new starts use. */
export function currentOf(facts: CodeServerFacts): string | null {
  return facts.versions.find(({ isCurrent }) => isCurrent)?.version ?? null;
}

/** What a host needs, from what is there. */
export function judge(facts: CodeServerFacts, releases: CodeServerReleases): Verdict {
  const { version } = releases;
  const current = currentOf(facts);
  // Another computer's Berth may bring a later one, which is not taken back.
  if (current !== null && compareVersions(current, version) >= 0) {
    return { kind: 'there', version: current, path: null };
  }
  if (facts.versions.some((installed) => installed.version === version)) return { kind: 'switch' };
  if (current === null && facts.foreign?.version === version) {
    return { kind: 'there', version, path: facts.foreign.path };
  }
  if (isLibcTooOld(facts.libc)) return { kind: 'impossible', why: 'libc' };
  const archive = archiveFor(facts, releases);
  const isPossible = archive !== null || hasNpm(facts);
  return isPossible ? { kind: 'install', archive } : { kind: 'impossible', why: 'architecture' };
}
