import { z } from 'zod';
import { type CodeServers, installedVersion } from '../../../contract/setup.ts';
import { cleanLine } from '../../remote/untrusted.ts';
import { compareVersions } from '../versions.ts';

const longestPath = 4096;
const line = z.string().transform((text) => cleanLine(text));
const bytes = z.number().int().nonnegative();

/** What `code-server-list` answers: what is there, and what the host could install from. */
export const codeServerFacts = z.object({
  versions: installedVersion.array().max(100),
  foreign: z.object({ path: z.string().transform((path) => cleanLine(path, longestPath)), version: line }).nullable(),
  /** Transfers that were cut off. */
  partials: z
    .object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), bytes })
    .array()
    .max(100),
  /** As `uname -m` says it. */
  architecture: line,
  /** `glibc 2.36`, `musl 1.2.4` or `unknown`. */
  libc: line,
  freeBytes: bytes,
  downloaders: line.array().max(10),
  npm: z.object({ node: line, npm: line }).nullable(),
});
export type CodeServerFacts = z.output<typeof codeServerFacts>;

/** The facts as a client is told them. */
export function toCodeServers(facts: CodeServerFacts, pinnedVersion: string, sha256: string | undefined): CodeServers {
  return {
    versions: facts.versions.toSorted((a, b) => compareVersions(b.version, a.version)),
    foreign: facts.foreign,
    pinnedVersion,
    partialBytes: partialBytesOf(facts, sha256),
  };
}

/** How much of an archive lies on the host already, bytes. */
export function partialBytesOf(facts: CodeServerFacts, sha256: string | undefined): number {
  return facts.partials.find((partial) => partial.sha256 === sha256)?.bytes ?? 0;
}
