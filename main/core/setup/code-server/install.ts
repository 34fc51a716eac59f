import { type Failure, type Result, succeed } from '../../../contract/failure.ts';
import type { CodeServerSource } from '../../../contract/setup.ts';
import type { Host } from '../../host.ts';
import type { Clock, CodeServerArchive, CodeServerReleases } from '../../ports.ts';
import type { ArchiveCache } from './archive-cache.ts';
import type { InstallOptions } from './code-servers.ts';
import { type CodeServerFacts, codeServerFacts } from './facts.ts';
import { installCancelled, noDownloader, noNpm, unsupportedArchitecture, unsupportedLibc } from './failures.ts';
import { lookAtCodeServers } from './look.ts';
import { megabytes, TransferSteps } from './progress.ts';
import { push } from './push.ts';
import { nothingWorked, type Tried } from './tried.ts';
import { archiveFor, hasNpm, judge, sourcesOf } from './verdict.ts';

/** What an installation is made of. */
export interface InstallParts {
  readonly clock: Clock;
  readonly releases: CodeServerReleases;
  readonly cache: ArchiveCache;
  /** Aborts when this process ends. */
  readonly closing: AbortSignal;
}

/** A host ends a download by itself after two hours, and sooner where nothing comes. */
const downloadTimeoutMs = 7_500_000;
/** Unpacking ten thousands of files on a slow disk, and a first start. */
const unpackTimeoutMs = 900_000;
const useTimeoutMs = 180_000;

/** What one installation goes by. */
interface Run extends InstallParts, InstallOptions {
  readonly host: Host;
  readonly facts: CodeServerFacts;
  readonly archive: CodeServerArchive | null;
}

type Installed = Result<CodeServerFacts>;

function install({ host, releases, onStep, signal }: Run, source: readonly string[], timeoutMs: number) {
  const args = ['--version', releases.version, ...source];
  return host.remote.operate('code-server-install', args, codeServerFacts, { onStep, cancelSignal: signal, timeoutMs });
}

const sumArguments = ({ sha256, sizeBytes }: CodeServerArchive) => ['--sha256', sha256, '--bytes', `${sizeBytes}`];

async function byRelease(run: Run): Promise<Installed> {
  const { facts, archive, releases } = run;
  if (archive === null) return unsupportedArchitecture(facts, releases.version);
  if (facts.downloaders.length === 0) return noDownloader();
  return install(run, ['--url', archive.url, ...sumArguments(archive)], downloadTimeoutMs);
}

async function byPush(run: Run): Promise<Installed> {
  const { host, facts, archive, releases, cache, clock, onStep } = run;
  if (archive === null) return unsupportedArchitecture(facts, releases.version);
  // What the host does by itself goes on without this process.
  const signal = AbortSignal.any([run.signal, run.closing]);
  const name = `code-server ${releases.version} (${megabytes(archive.sizeBytes)})`;
  const downloading = new TransferSteps(clock, onStep, 'download');
  downloading.tell('started', `Getting ${name} onto this computer`);
  const onBytes = (byteCount: number) => downloading.moved(byteCount, archive.sizeBytes);
  const onWait = (why: string, restMs: number) =>
    downloading.tell('progress', `Asking again in ${Math.ceil(restMs / 1000)} s, because ${why}`);
  const file = await cache.provide(archive, { onBytes, onWait, signal });
  if (!file.ok) return file;
  downloading.tell('done', `This computer has ${name}`);
  const steps = new TransferSteps(clock, onStep, 'push');
  steps.tell('started', `Sending ${name} to the server`);
  const sent = await push({ host, archive, file: file.value, clock, steps, signal });
  if (!sent.ok) return sent;
  steps.tell('done', `The server has ${name}`);
  return install(run, ['--received', ...sumArguments(archive)], unpackTimeoutMs);
}

async function byNpm(run: Run): Promise<Installed> {
  return hasNpm(run.facts) ? install(run, ['--npm'], downloadTimeoutMs) : noNpm(run.facts);
}

const ways: Record<CodeServerSource, (run: Run) => Promise<Installed>> = {
  release: byRelease,
  push: byPush,
  npm: byNpm,
};

/**
 * Whether another source may do better: only where bringing it failed, not what was brought or where it was to go. With npm
 * the one cannot be told from the other.
 */
function isOfThisSource(source: CodeServerSource, { kind, stage }: Failure): boolean {
  const isOfBringing = stage === 'download' || stage === 'packages' || (source === 'npm' && stage === 'unpack');
  return isOfBringing && ['setup-failed', 'unavailable', 'timed-out', 'unreachable'].includes(kind);
}

async function trySources(run: Run, sources: readonly CodeServerSource[]): Promise<Installed> {
  const tried: Tried[] = [];
  for (const [index, source] of sources.entries()) {
    run.signal.throwIfAborted();
    const outcome = await ways[source](run);
    if (outcome.ok) return outcome;
    const { failure } = outcome;
    if (!isOfThisSource(source, failure)) return outcome;
    tried.push({ source, failure });
    if (index === sources.length - 1) break;
    run.onStep({ stage: failure.stage, state: 'undone', title: failure.message, atMs: run.clock.nowMs() });
  }
  return nothingWorked(tried, run);
}

/** Uses what lies there; null when that does not answer, so that it has to be brought once more. */
async function switchTo({ host, releases, onStep, signal, clock }: Run): Promise<Installed | null> {
  const options = { onStep, cancelSignal: signal, timeoutMs: useTimeoutMs };
  const used = await host.remote.operate('code-server-use', ['--version', releases.version], codeServerFacts, options);
  if (used.ok || used.failure.kind !== 'setup-failed' || used.failure.stage !== 'check') return used;
  onStep({ stage: 'check', state: 'undone', title: used.failure.message, atMs: clock.nowMs() });
  return null;
}

async function bring(run: Run): Promise<Installed> {
  const { facts, archive, releases, sources } = run;
  const verdict = judge(facts, releases);
  if (verdict.kind === 'there') return succeed(facts);
  if (verdict.kind === 'impossible') {
    return verdict.why === 'libc' ? unsupportedLibc(facts) : unsupportedArchitecture(facts, releases.version);
  }
  const used = verdict.kind === 'switch' ? await switchTo(run) : null;
  if (used !== null) return used;
  const possible = sourcesOf(sources).filter((source) => source === 'npm' || archive !== null);
  return possible.length > 0 ? trySources(run, possible) : unsupportedArchitecture(facts, releases.version);
}

/** Brings the pinned version to a host and makes it the one of new starts. An abort answers `cancelled`. */
export async function installCodeServer(parts: InstallParts, host: Host, options: InstallOptions): Promise<Installed> {
  try {
    const facts = await lookAtCodeServers(host, options.signal);
    if (!facts.ok) return facts;
    const archive = archiveFor(facts.value, parts.releases);
    return await bring({ ...parts, ...options, host, facts: facts.value, archive });
  } catch (error) {
    if (options.signal.aborted || parts.closing.aborted) return installCancelled();
    throw error;
  }
}
