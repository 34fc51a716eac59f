import type { CodeServerSource } from '../../../contract/setup.ts';
import type { CodeServerArchive, CodeServerReleases } from '../../ports.ts';
import type { CodeServerPlanStep } from './code-servers.ts';
import { type CodeServerFacts, partialBytesOf } from './facts.ts';
import { noDownloader, noNpm, unsupportedArchitecture, unsupportedLibc } from './failures.ts';
import { megabytes } from './progress.ts';
import { currentOf, hasNpm, judge, sourcesOf } from './verdict.ts';

/** What is unpacked, against its archive: 771 MB of 267 MB, measured on x86_64 with 4.139.1. */
const unpackedRatio = 2.9;
/** What a host asks for at the height of it, when the archive and what is in it lie side by side. */
const neededRatio = 4;
/** What an installation by npm takes, measured on x86_64 with 4.139.1. */
const npmDiskBytes = 780_000_000;
/** What npm asks for while it builds. */
const npmNeededBytes = 1_500_000_000;

type Told = Pick<CodeServerPlanStep, 'detail'> & Partial<CodeServerPlanStep>;

/** How the archive comes to the host, as a sentence. */
function wayOf(
  facts: CodeServerFacts,
  archive: CodeServerArchive,
  [first, ...others]: readonly CodeServerSource[],
  isMeantToDownload: boolean,
): string {
  const size = megabytes(archive.sizeBytes);
  const from = new URL(archive.url).host;
  const there = partialBytesOf(facts, archive.sha256);
  const rest = there > 0 ? ` ${megabytes(there)} of it are there already.` : '';
  if (first === 'release') {
    const otherwise = others.includes('push') ? '; if it cannot, this computer does and sends them over the link' : '';
    return `The server downloads ${size} from ${from}${otherwise}.${rest}`;
  }
  const why =
    isMeantToDownload && facts.downloaders.length === 0 ? ', because the server has neither curl nor wget' : '';
  return `This computer downloads ${size} from ${from} and sends them over the link${why}.${rest}`;
}

/** The sentences and sizes of an installation from where it may come from; by hand where none of that works. */
function tellInstallation(
  facts: CodeServerFacts,
  archive: CodeServerArchive | null,
  sources: readonly CodeServerSource[],
): Told {
  const canBring: Record<CodeServerSource, boolean> = {
    release: archive !== null && facts.downloaders.length > 0,
    push: archive !== null,
    npm: hasNpm(facts),
  };
  const possible = sources.filter((source) => canBring[source]);
  if (possible.length === 0) {
    const { failure } = archive !== null && sources.includes('release') ? noDownloader() : noNpm(facts);
    return { detail: `${failure.message} ${failure.nextStep}`, state: 'by-hand' };
  }
  const isByArchive = archive !== null && possible[0] !== 'npm';
  const there = isByArchive ? partialBytesOf(facts, archive.sha256) : 0;
  const needed = isByArchive ? archive.sizeBytes * neededRatio - there : npmNeededBytes;
  const why = archive === null ? `, because there is no release for ${facts.architecture}` : '';
  const sentences = [
    isByArchive
      ? wayOf(facts, archive, possible, sources.includes('release'))
      : `The npm of the server builds it${why}.`,
  ];
  const current = currentOf(facts);
  if (current !== null) sentences.push(`Editors that run with ${current} keep it until they are restarted.`);
  if (facts.freeBytes < needed) {
    sentences.push(`It needs ${megabytes(needed)} of free disk, and there are ${megabytes(facts.freeBytes)}.`);
  }
  return {
    detail: sentences.join(' '),
    downloadBytes: isByArchive ? archive.sizeBytes - there : null,
    diskBytes: isByArchive ? Math.round(archive.sizeBytes * unpackedRatio) : npmDiskBytes,
  };
}

function tell(facts: CodeServerFacts, releases: CodeServerReleases, sources: readonly CodeServerSource[]): Told {
  const { version } = releases;
  const verdict = judge(facts, releases);
  switch (verdict.kind) {
    case 'there': {
      const where = verdict.path === null ? '' : ` at ${verdict.path}`;
      const detail = `Version ${verdict.version} is there${where} and used.`;
      return { title: `code-server ${verdict.version}`, detail, state: 'done' };
    }
    case 'switch':
      return { detail: 'It is installed already; it is checked, and what starts afterwards uses it.' };
    case 'impossible': {
      const { failure } = verdict.why === 'libc' ? unsupportedLibc(facts) : unsupportedArchitecture(facts, version);
      return { detail: `${failure.message} ${failure.nextStep}`, state: 'by-hand' };
    }
    case 'install':
      return tellInstallation(facts, verdict.archive, sourcesOf(sources));
  }
}

/** The step `code-server` of a plan, from what is on the host; it comes from `sources`, empty for whichever works first. */
export function planStepOf(
  facts: CodeServerFacts,
  releases: CodeServerReleases,
  sources: readonly CodeServerSource[] = [],
): CodeServerPlanStep {
  return {
    id: 'code-server',
    title: `code-server ${releases.version}`,
    state: 'todo',
    isRequired: currentOf(facts) === null && facts.foreign === null,
    command: null,
    downloadBytes: 0,
    diskBytes: 0,
    ...tell(facts, releases, sources),
  };
}
