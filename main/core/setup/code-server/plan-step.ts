import type { CodeServerArchive, CodeServerReleases } from '../../ports.ts';
import type { CodeServerPlanStep } from './code-servers.ts';
import { type CodeServerFacts, partialBytesOf } from './facts.ts';
import { unsupportedArchitecture, unsupportedLibc } from './failures.ts';
import { megabytes } from './progress.ts';
import { currentOf, judge } from './verdict.ts';

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
    case 'install': {
      const { archive } = verdict;
      const sentences = [
        archive === null
          ? `The npm of the server builds it, because there is no release for ${facts.architecture}.`
          : wayOf(facts, archive),
      ];
      if (current !== null) sentences.push(`Editors that run with ${current} keep it until they are restarted.`);
      const there = archive === null ? 0 : partialBytesOf(facts, archive.sha256);
      const needed = archive === null ? npmNeededBytes : archive.sizeBytes * neededRatio - there;
      if (facts.freeBytes < needed) {
        sentences.push(`It needs ${megabytes(needed)} of free disk, and there are ${megabytes(facts.freeBytes)}.`);
      }
      return {
        detail: sentences.join(' '),
        downloadBytes: archive === null ? null : archive.sizeBytes - there,
        diskBytes: archive === null ? npmDiskBytes : Math.round(archive.sizeBytes * unpackedRatio),
      };
    }
  }
}

/** The step `code-server` of a plan, from what is on the host. */
export function planStepOf(facts: CodeServerFacts, releases: CodeServerReleases): CodeServerPlanStep {
  return {
    id: 'code-server',
    title: `code-server ${releases.version}`,
    state: 'todo',
    isRequired: currentOf(facts) === null && facts.foreign === null,
    command: null,
    downloadBytes: 0,
    diskBytes: 0,
    ...tell(facts, releases),
  };
}
