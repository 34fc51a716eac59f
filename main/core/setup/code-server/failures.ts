import { type Failure, fail } from '../../../contract/failure.ts';
import type { CodeServerArchive } from '../../ports.ts';
import { cleanLine } from '../../remote/untrusted.ts';
import type { CodeServerFacts } from './facts.ts';

type Failed = { readonly ok: false; readonly failure: Failure };

const hostOf = (archive: CodeServerArchive) => new URL(archive.url).host;

/** This computer could not download an archive. */
export function downloadFailed(archive: CodeServerArchive, why: string): Failed {
  return fail(
    'setup-failed',
    'download',
    `This computer could not download code-server from ${hostOf(archive)}.`,
    'Check its network and proxy, then try again; it goes on where it was.',
    { detail: `${archive.url}: ${why}` },
  );
}

/** Whoever has the archive has too much to do, and said so until nobody asked any more. */
export function serverBusy(archive: CodeServerArchive, why: string): Failed {
  return fail(
    'setup-failed',
    'download',
    `${hostOf(archive)} does not give code-server to this computer at the moment.`,
    'Wait some minutes and try again; it goes on where it was.',
    { detail: `${archive.url}: ${why}` },
  );
}

/** What this computer downloaded, or was about to, is not the archive that Berth pins. */
export function otherFileOffered(archive: CodeServerArchive): Failed {
  return fail(
    'setup-failed',
    'check',
    `What ${hostOf(archive)} sends to this computer is not the code-server that Berth knows, so it was dropped.`,
    'Something on the way, such as a proxy, gives out another file; try again in another network.',
    { detail: `${archive.url}\nexpected: ${archive.sizeBytes} bytes, SHA-256 ${archive.sha256}` },
  );
}

/** The folder of downloads cannot be written. */
export function cacheUnwritable(directory: string, error: NodeJS.ErrnoException): Failed {
  const isFull = error.code === 'ENOSPC' || error.code === 'EDQUOT';
  return fail(
    'setup-failed',
    'download',
    isFull ? 'The disk of this computer is full.' : `This computer cannot write to ${directory}.`,
    isFull ? 'Free 300 MB on it and try again.' : 'Check the owner and mode of that folder, then try again.',
    { detail: cleanLine(error.message) },
  );
}

/** What was downloaded cannot be read while it is sent: somebody removed it, or the disk broke. */
export function archiveUnreadable(file: string, error: NodeJS.ErrnoException): Failed {
  return fail(
    'setup-failed',
    'push',
    `This computer cannot read ${file} any more.`,
    'Try again; it is downloaded once more where it is gone.',
    { detail: cleanLine(error.message) },
  );
}

/** Somebody called the installation off. */
export function installCancelled(): Failed {
  return fail(
    'cancelled',
    'script',
    'The installation of code-server was called off.',
    'Begin again when you like; what was downloaded or sent already is used then.',
  );
}

/** The host cannot run any code-server, wherever that comes from. */
export function unsupportedLibc(facts: CodeServerFacts): Failed {
  return fail(
    'host-unsupported',
    'check',
    `code-server cannot run on this server, because it uses ${facts.libc.replace(/ unknown$/, '')} and builds need glibc 2.28 or newer.`,
    'Use a server with Debian 10, Ubuntu 20.04, Fedora 29, RHEL 8 or newer; files, ports and terminals work on this one.',
  );
}

/** There is no release for the host's processor, and no npm to build one with. */
export function unsupportedArchitecture(facts: CodeServerFacts, version: string): Failed {
  return fail(
    'host-unsupported',
    'check',
    `There is no release of code-server ${version} for the processor of this server, ${facts.architecture}.`,
    'Install Node.js 24 with npm and a C++ compiler on the server and try again, or use a server with x86_64 or aarch64.',
  );
}

/** The host has nothing to download with. */
export function noDownloader(): Failed {
  return fail(
    'unavailable',
    'download',
    'The server has neither curl nor wget to download with.',
    'Install curl on it, or let this computer send code-server.',
  );
}

/** The host has no npm that could build this version. */
export function noNpm(facts: CodeServerFacts): Failed {
  const seen = facts.npm === null ? 'has no npm' : `has Node.js ${facts.npm.node}, which is too old`;
  return fail(
    'unavailable',
    'packages',
    `The server ${seen}, so code-server cannot be installed with it.`,
    'Install Node.js 24 with npm on the server, or take another source.',
  );
}

/** The host kept cutting the transfer short without the link being lost. */
export function pushStopped(): Failed {
  return fail(
    'setup-failed',
    'push',
    'The server took no more of code-server although the link is up.',
    'Check its disk and its load, then try again; it goes on where it was.',
  );
}
