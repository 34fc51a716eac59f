import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { runTool } from './run-tool.ts';

/** A file with its text. */
export interface SourceFile {
  /** Relative to the project's folder, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** Every file of the project that git knows or would add; a new file is checked before it is committed. */
export async function listFiles(): Promise<readonly string[]> {
  const { exitCode, output } = await runTool('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard']);
  if (exitCode !== 0) throw new Error(`git cannot list the files: ${output}`);
  return output.split('\0').filter((path) => path !== '' && existsSync(path));
}

export const isTypeScript = (path: string) => /\.tsx?$/.test(path);

/** Reads files, in the order given. */
export function readFiles(paths: readonly string[]): Promise<readonly SourceFile[]> {
  return Promise.all(paths.map(async (path) => ({ path, text: await readFile(path, 'utf8') })));
}

/** How a script says what it is where its name does not: a first line for the kernel, or one for shellcheck. */
const firstLine = /^(#!\s*(\/usr\/bin\/env\s+|\/(usr\/)?bin\/)(bash|sh)\b|# shellcheck shell=)/;
const mayBeScript = (path: string) => /\.(bash|sh|bats)$/.test(path) || !/\.[a-z0-9]+$/i.test(path);

/** The scripts for a Unix shell, by the ending or by the first line. */
export async function listScripts(): Promise<readonly SourceFile[]> {
  const candidates = await readFiles((await listFiles()).filter(mayBeScript));
  return candidates.filter(({ path, text }) => /\.(bash|sh|bats)$/.test(path) || firstLine.test(text));
}
