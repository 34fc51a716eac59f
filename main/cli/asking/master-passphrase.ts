import { readFile, stat } from 'node:fs/promises';
import type { CoreContract } from '../../contract/contract.ts';
import type { Client } from '../../contract/define.ts';
import { type Failure, fail, type Result, succeed } from '../../contract/failure.ts';
import type { AskMasterPassphrase } from '../../core/ports.ts';
import type { Method } from '../methods.ts';
import { UsageError } from '../parse-command.ts';
import { askHidden, readSecrets, type SecretInput } from './read-secret.ts';

const largestFileBytes = 8192;
const mostAnswers = 3;

/** Where the master passphrase comes from. */
export interface PassphraseSource extends SecretInput {
  /** The file that `BERTH_PASSPHRASE_FILE` names; null when it is not set. */
  readonly passphraseFile: string | null;
}

/** The first line of a file that only its owner can read. Throws `UsageError`. */
async function readPassphraseFile(file: string): Promise<string> {
  const found = await stat(file).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`The passphrase file cannot be read: ${reason}.`, 'Check BERTH_PASSPHRASE_FILE.');
  });
  const isForOthers = process.platform !== 'win32' && (found.mode & 0o077) !== 0;
  if (!found.isFile() || isForOthers) {
    throw new UsageError(`Other users can read ${file}, or it is no file.`, 'Run chmod 600 on it.');
  }
  if (found.size > largestFileBytes) throw new UsageError(`${file} is too long.`, 'Its first line is the passphrase.');
  const [line = ''] = (await readFile(file, 'utf8')).split(/\r?\n/);
  if (line === '') throw new UsageError(`The first line of ${file} is empty.`, 'Write the master passphrase there.');
  return line;
}

/** Hands the core the master passphrase when a remembered secret is needed: from the file, or asked at the terminal. */
export function masterPassphraseFrom(source: PassphraseSource): AskMasterPassphrase {
  const { passphraseFile, stdin, stderr } = source;
  let answerCount = 0;
  const say = (words: string) => stderr.write(`berth: ${words}\n`);
  return async (problem) => {
    if (problem !== null) say(problem);
    if (passphraseFile !== null) {
      if (problem !== null) return null;
      return await readPassphraseFile(passphraseFile).catch((error: unknown) => {
        if (!(error instanceof UsageError)) throw error;
        say(`${error.message} ${error.nextStep}`);
        return null;
      });
    }
    answerCount += 1;
    if (stdin.isTTY !== true || answerCount > mostAnswers) return null;
    if (answerCount === 1) stderr.write('Remembered secrets are locked; press Enter to go on without them.\n');
    const answer = await askHidden('Master passphrase: ', source);
    return answer === '' ? null : answer;
  };
}

const notTheSame: { readonly ok: false; readonly failure: Failure } = fail(
  'invalid-input',
  'input',
  'The two passphrases are not the same.',
  'Run it again and type the same twice.',
);

/** Completes the input of a method that takes the master passphrase, which is never a flag. Throws `UsageError`. */
export async function withPassphrases(
  client: Client<CoreContract>,
  { capability, name }: Method,
  input: Readonly<Record<string, unknown>>,
  source: PassphraseSource,
): Promise<Result<Readonly<Record<string, unknown>>>> {
  const method = `${capability}.${name}`;
  if (method === 'secrets.protect') return await withNewPassphrase(client, input, source);
  if (method !== 'secrets.open') return succeed(input);
  const file = source.passphraseFile;
  const given = file === null ? readSecrets(['Master passphrase: '], source) : [await readPassphraseFile(file)];
  const [passphrase = ''] = await given;
  return succeed({ ...input, passphrase });
}

async function withNewPassphrase(
  client: Client<CoreContract>,
  input: Readonly<Record<string, unknown>>,
  source: PassphraseSource,
): Promise<Result<Readonly<Record<string, unknown>>>> {
  const status = await client.secrets.status({});
  if (!status.ok) return status;
  const { passphraseFile, stdin } = source;
  const isSet = status.value.kind === 'passphrase';
  const fromFile = isSet && passphraseFile !== null ? await readPassphraseFile(passphraseFile) : null;
  const present = isSet && fromFile === null ? ['Present master passphrase: '] : [];
  const repeated = stdin.isTTY === true ? ['The same again: '] : [];
  const answers = await readSecrets([...present, 'New master passphrase: ', ...repeated], source);
  const previous = isSet ? (fromFile ?? answers.shift() ?? null) : null;
  const [passphrase, again = passphrase] = answers;
  return passphrase === again ? succeed({ ...input, previous, passphrase }) : notTheSame;
}
