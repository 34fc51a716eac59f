import { constants } from 'node:fs';
import { glob, open } from 'node:fs/promises';
import path from 'node:path';
import { fail, type Result, succeed } from '../../contract/failure.ts';
import type { ConfigFile } from './config-file.ts';
import { parseConfig } from './parse-config.ts';
import type { SshConfigProblem, StoreFailure } from './ssh-config.ts';

/** As OpenSSH's own bound. */
const maxDepth = 16;
const maxFiles = 1000;
const maxFileBytes = 1024 * 1024;
const maxProblems = 200;

/** Where a file was named. */
interface Place {
  readonly isUser: boolean;
  /** The files that include it, outermost first. */
  readonly above: readonly string[];
}

/** The files of this machine's user and of its administrator, read. */
export interface LoadedConfig {
  /** Null when there is none. */
  readonly user: ConfigFile | null;
  readonly system: ConfigFile | null;
  /** Whether a `Match final` stands anywhere, even where it does not count; then OpenSSH reads all a second time. */
  readonly hasFinal: boolean;
  readonly problems: readonly SshConfigProblem[];
}

function hasFinal({ blocks }: ConfigFile): boolean {
  return blocks.some(
    ({ condition, lines }) =>
      (condition.kind === 'match' && condition.criteria.some(({ kind }) => kind === 'final')) ||
      lines.some(({ included }) => included.some(hasFinal)),
  );
}

export interface ConfigPlaces {
  readonly homeDirectory: string;
  /** Null where the system has none. */
  readonly systemFile: string | null;
}

/** The system's word for what went wrong; anything else is a bug and goes on. */
function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code);
  throw error;
}

/** Text of a file, or why it is not read; null when it is not there. */
async function readBounded(
  file: string,
  isOwnerChecked: boolean,
): Promise<{ text: string } | { problem: string } | null> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    // A named pipe must not hold the reader up until somebody writes.
    handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return null;
    return { problem: `The file cannot be read (${codeOf(error)}).` };
  }
  try {
    const stats = await handle.stat();
    const { mode, uid, size } = stats;
    if (!stats.isFile()) return { problem: 'This is no plain file.' };
    if (size > maxFileBytes) return { problem: 'The file is larger than 1 MiB.' };
    const user = process.getuid?.();
    const isForeign = user !== undefined && ((uid !== 0 && uid !== user) || (mode & 0o022) !== 0);
    if (isOwnerChecked && isForeign) {
      return { problem: 'Others may change this file, so it is passed over, as OpenSSH does; chmod 600 mends it.' };
    }
    return { text: await handle.readFile('utf8') };
  } catch (error) {
    return { problem: `The file cannot be read (${codeOf(error)}).` };
  } finally {
    await handle.close();
  }
}

class ConfigLoader {
  readonly problems: SshConfigProblem[] = [];
  readonly #places: ConfigPlaces;
  readonly #ignoredKeywords: string[] = [];
  #fileCount = 0;

  constructor(places: ConfigPlaces) {
    this.#places = places;
  }

  report(file: string, lineNumber: number, message: string): void {
    if (this.problems.length < maxProblems) this.problems.push({ file, lineNumber, message });
  }

  parse(file: string, text: string, place: Place): Promise<ConfigFile> {
    return parseConfig(text, {
      ignoredKeywords: this.#ignoredKeywords,
      report: (lineNumber, message) => this.report(file, lineNumber, message),
      include: (patterns, lineNumber) =>
        this.#include(patterns, (message) => this.report(file, lineNumber, message), {
          ...place,
          above: [...place.above, file],
        }),
    });
  }

  async #include(
    patterns: readonly string[],
    report: (message: string) => void,
    place: Place,
  ): Promise<readonly ConfigFile[]> {
    if (place.above.length > maxDepth) {
      report(`Files that include one another more than ${maxDepth} deep are passed over.`);
      return [];
    }
    const included: ConfigFile[] = [];
    for (const pattern of patterns) {
      for (const file of await this.#filesOf(pattern, place.isUser)) {
        const loaded = await this.#load(file, place, report);
        if (loaded !== null) included.push(loaded);
      }
    }
    return included;
  }

  async #load(file: string, place: Place, report: (message: string) => void): Promise<ConfigFile | null> {
    if (place.above.includes(file)) {
      report(`${file} includes itself.`);
      return null;
    }
    this.#fileCount += 1;
    if (this.#fileCount > maxFiles) {
      if (this.#fileCount === maxFiles + 1) report(`Only the first ${maxFiles} files are read.`);
      return null;
    }
    const read = await readBounded(file, true);
    if (read !== null && 'problem' in read) this.report(file, 0, read.problem);
    return read === null || 'problem' in read ? null : await this.parse(file, read.text, place);
  }

  /** Files that a pattern names, sorted; relative ones live beside the file that every other one begins at. */
  async #filesOf(pattern: string, isUser: boolean): Promise<readonly string[]> {
    const { homeDirectory, systemFile } = this.#places;
    const isOfHome = pattern === '~' || pattern.startsWith('~/');
    const base = isUser || systemFile === null ? path.join(homeDirectory, '.ssh') : path.dirname(systemFile);
    const full = isOfHome ? path.join(homeDirectory, pattern.slice(1)) : path.resolve(base, pattern);
    const files: string[] = [];
    for await (const file of glob(full)) {
      files.push(file);
      if (files.length > maxFiles) break;
    }
    return files.sort();
  }
}

/** Reads `~/.ssh/config` and the system's file with all that they include. Runs nothing. */
export async function loadConfig(places: ConfigPlaces): Promise<Result<LoadedConfig, StoreFailure>> {
  const loader = new ConfigLoader(places);
  const userFile = path.join(places.homeDirectory, '.ssh', 'config');
  const userText = await readBounded(userFile, true);
  if (userText !== null && 'problem' in userText) {
    const nextStep = 'Mend the file, then try again.';
    return fail('store-unreadable', 'store', `${userFile} is not used. ${userText.problem}`, nextStep);
  }
  const user = userText === null ? null : await loader.parse(userFile, userText.text, { isUser: true, above: [] });
  const { systemFile } = places;
  const systemText = systemFile === null ? null : await readBounded(systemFile, false);
  let system: ConfigFile | null = null;
  if (systemFile !== null && systemText !== null) {
    if ('problem' in systemText) loader.report(systemFile, 0, systemText.problem);
    else system = await loader.parse(systemFile, systemText.text, { isUser: false, above: [] });
  }
  const isReadTwice = [user, system].some((file) => file !== null && hasFinal(file));
  return succeed({ user, system, hasFinal: isReadTwice, problems: loader.problems });
}
