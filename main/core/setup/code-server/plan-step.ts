import type { CodeServerArchive, CodeServerReleases } from '../../ports.ts';
import type { CodeServerPlanStep } from './code-servers.ts';
import { type CodeServerFacts, partialBytesOf } from './facts.ts';
import { unsupportedArchitecture, unsupportedLibc } from './failures.ts';
import { megabytes } from './progress.ts';
import { currentOf, judge } from './verdict.ts';

/** What 4.139.1 takes when it is unpacked, against its archive: 690 MB of 222 MB. */
const unpackedRatio = 3.1;
/** What an installation by npm takes, measured on x86_64 with 4.139.1. */
const npmDiskBytes = 780_000_000;

/** Disk that an installation takes at its height, when the archive and what is in it lie side by side, bytes. */
export function diskBytesOf(archive: CodeServerArchive | null): number {
  return archive === null ? npmDiskBytes : Math.round(archive.sizeBytes * (unpackedRatio + 1));
}

type Told = Pick<CodeServerPlanStep, 'title' | 'detail'> & Partial<CodeServerPlanStep>;

/** How the archive comes to the host, as a sentence. */
function wayOf(facts: CodeServerFacts, archive: CodeServerArchive): string {
  const size = megabytes(archive.sizeBytes);
  const from = new URL(archive.url).host;
  const there = partialBytesOf(facts, archive.sha256);
  const rest = there > 0 ? ` ${megabytes(there)} of it are there already.` : '';
  return facts.downloaders.length > 0
    ? `The server downloads ${size} from ${from}; if it cannot, this computer does and sends them over the link.${rest}`
    : `This computer downloads ${size} from ${from} and sends them over the link, because the server has neither curl nor wget.${rest}`;
}

function tell(facts: CodeServerFacts, releases: CodeServerReleases): Told {
  const { version } = releases;
  const verdict = judge(facts, releases);
  const current = currentOf(facts);
  const name = `code-server ${version}`;
  const install = current === null ? `Install ${name}` : `Upgrade code-server from ${current} to ${version}`;
  switch (verdict.kind) {
    case 'there': {
      const where = verdict.path === null ? '' : ` at ${verdict.path}`;
      const detail = `Version ${verdict.version} is there${where} and used.`;
      return { title: `code-server ${verdict.version}`, detail, state: 'done' };
    }
    case 'switch':
      return {
        title: `Use ${name}`,
        detail: 'It is installed already; it is checked, and what starts afterwards uses it.',
      };
    case 'impossible': {
      const { failure } = verdict.why === 'libc' ? unsupportedLibc(facts) : unsupportedArchitecture(facts, version);
      return { title: install, detail: `${failure.message} ${failure.nextStep}`, state: 'by-hand' };
    }
    case 'install': {
      const { archive } = verdict;
      const diskBytes = diskBytesOf(archive);
      const sentences = [
        archive === null
          ? `The npm of the server builds it, because there is no release for ${facts.architecture}.`
          : wayOf(facts, archive),
      ];
      if (current !== null) sentences.push('Running editors keep theirs until they are restarted.');
      if (facts.freeBytes < diskBytes) {
        sentences.push(`It needs ${megabytes(diskBytes)} of disk, and only ${megabytes(facts.freeBytes)} are free.`);
      }
      const rest = archive === null ? null : archive.sizeBytes - partialBytesOf(facts, archive.sha256);
      return { title: install, detail: sentences.join(' '), downloadBytes: rest, diskBytes };
    }
  }
}

/** The step `code-server` of a plan, from what is on the host. */
export function planStepOf(facts: CodeServerFacts, releases: CodeServerReleases): CodeServerPlanStep {
  return {
    id: 'code-server',
    state: 'todo',
    isRequired: currentOf(facts) === null && facts.foreign === null,
    command: null,
    downloadBytes: 0,
    diskBytes: 0,
    ...tell(facts, releases),
  };
}
