import { succeed } from '../contract/failure.ts';
import type { Core } from '../core/core.ts';
import type { CorePorts } from '../core/ports.ts';
import { answeringQuestions } from './asking/answer-questions.ts';
import { type Conversation, confirmCleanup, needsConfirmation, refuseUnasked } from './asking/confirm-cleanup.ts';
import { giveSecret } from './asking/give-secret.ts';
import { KeyTurn } from './asking/key-turn.ts';
import { masterPassphraseFrom, type PassphraseSource, withPassphrases } from './asking/master-passphrase.ts';
import { withPipedText } from './asking/piped-text.ts';
import { withPresetSecret } from './asking/preset-secret.ts';
import { readDocument } from './asking/read-document.ts';
import { readLine } from './asking/read-line.ts';
import { readSecrets } from './asking/read-secret.ts';
import { attachSession, type KeySource, refuseNoTerminal, type ShownOn } from './attach-session.ts';
import { DataDirectoryError } from './data-directory-error.ts';
import { documentInput, takesDocument } from './methods.ts';
import { type Command, parseCommand, UsageError } from './parse-command.ts';
import { Printer } from './printing/output.ts';
import { EXIT_DONE, EXIT_FAILED, EXIT_USAGE, runMethod } from './run-method.ts';
import { findDemoDirectory } from './running-demo.ts';
import { type CliSession, openSession } from './session.ts';

/** Everything the command line touches. */
export interface CliWorld extends PassphraseSource {
  readonly argv: readonly string[];
  readonly stdin: KeySource;
  readonly stdout: ShownOn;
  readonly version: string;
  /** `BERTH_DATA_DIR`, resolved; null when it is not set. */
  readonly chosenDataDirectory: string | null;
  readonly usualDataDirectory: string;
  /** Folder in which running demos keep a file each. */
  readonly demoDirectory: string;
  readonly isDirectory: (path: string) => Promise<boolean>;
  readonly makePorts: (dataDirectory: string) => CorePorts;
  readonly createCore: (ports: CorePorts) => Promise<Core>;
  /** Runs the sandbox's own command line; resolves with its exit code. */
  readonly runSandbox: (args: readonly string[]) => Promise<number>;
}

type MethodCommand = Command & { readonly kind: 'method' };

async function hasProfile({ client }: CliSession, reference: string): Promise<boolean> {
  const listed = await client.profiles.list({});
  // A store that cannot be read must be heard of, not stepped around.
  return !listed.ok || listed.value.some(({ id, name }) => id === reference || name === reference);
}

/** The store that was chosen; else the usual one; else, when that does not know the profile, a running demo's. */
async function openStore(world: CliWorld, { dataDirectory, input }: MethodCommand): Promise<CliSession> {
  const open = async (directory: string) => {
    try {
      const ports = { ...world.makePorts(directory), askMasterPassphrase: masterPassphraseFrom(world) };
      return await openSession(ports, world.createCore);
    } catch (error) {
      throw new DataDirectoryError(directory, error);
    }
  };
  const chosen = dataDirectory ?? world.chosenDataDirectory;
  if (chosen !== null) return await open(chosen);
  const profile = input.profile;
  const demo = typeof profile === 'string' ? await findDemoDirectory(world.demoDirectory, profile) : null;
  if (typeof profile !== 'string' || demo === null) return await open(world.usualDataDirectory);
  if (!(await world.isDirectory(world.usualDataDirectory))) return await open(demo);
  const usual = await open(world.usualDataDirectory);
  if (await hasProfile(usual, profile)) return usual;
  await usual.close();
  return await open(demo);
}

async function runInSession(world: CliWorld, command: MethodCommand, printer: Printer): Promise<number> {
  const { method, secretKind } = command;
  const conversation: Conversation = {
    isTerminal: world.stdin.isTTY === true,
    tell: (text) => world.stderr.write(text),
    readLine: () => readLine(world.stdin, world.signal),
  };
  const isAttach = method.capability === 'sessions' && method.name === 'attach';
  refuseUnasked(command, conversation.isTerminal);
  if (isAttach) refuseNoTerminal(world);
  const given = await withPipedText(method, command.input, world.stdin, world.signal);
  const document = takesDocument(method.capability, method.name)
    ? documentInput(method, await readDocument(command.documentFile, world.stdin, world.signal))
    : {};
  if (document === null) throw new UsageError('The document is not JSON.', 'Give what berth alerts settings prints.');
  const [secret = null] = secretKind === null ? [] : await readSecrets([`The ${secretKind}: `], world);
  const session = await openStore(world, command);
  try {
    const unlocked =
      secret === null ? succeed(null) : await giveSecret(session.client, command, secret, conversation.tell);
    const confirmed = !unlocked.ok
      ? unlocked
      : needsConfirmation(command)
        ? await confirmCleanup(session.client, command, conversation)
        : succeed({ ...given, ...document });
    const input = confirmed.ok ? await withPassphrases(session.client, method, confirmed.value, world) : confirmed;
    if (!input.ok) {
      printer.failure(input.failure);
      return EXIT_FAILED;
    }
    const value = await withPresetSecret(method, input.value, command.isForgotten, world);
    if (isAttach) {
      const terminal = { ...world, keys: new KeyTurn() };
      const failure = await answeringQuestions(session.client, value, terminal, () =>
        attachSession(session.client.sessions, value, terminal),
      );
      if (failure !== null) printer.failure(failure);
      return failure === null ? EXIT_DONE : EXIT_FAILED;
    }
    return await answeringQuestions(session.client, value, world, () =>
      runMethod(session.client, method, value, printer, world.signal),
    );
  } finally {
    await session.close();
  }
}

async function run(world: CliWorld, printer: Printer): Promise<number> {
  const command = parseCommand(world.argv);
  switch (command.kind) {
    case 'help':
      printer.text(command.text);
      return EXIT_DONE;
    case 'version':
      printer.text(`${world.version}\n`);
      return EXIT_DONE;
    case 'sandbox':
      return await world.runSandbox(command.args);
    case 'method':
      return await runInSession(world, command, printer);
  }
}

/** Runs one command line; resolves with the exit code, never rejects. */
export async function runCli(world: CliWorld): Promise<number> {
  const printer = new Printer(world.stdout, world.stderr, world.argv.includes('--json'));
  try {
    return await run(world, printer);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof UsageError) {
      printer.error({ kind: 'usage', stage: 'input', message, nextStep: error.nextStep });
      return EXIT_USAGE;
    }
    if (error instanceof DataDirectoryError) {
      const nextStep = 'Make it writable for you, or choose another one with --data-dir.';
      printer.error({ kind: 'store-unreadable', stage: 'store', message, nextStep });
      return EXIT_FAILED;
    }
    const ended = world.signal.aborted
      ? { kind: 'cancelled', message: 'The command was stopped.', nextStep: 'What a host had begun may still finish.' }
      : { kind: 'internal', message, nextStep: 'The log in the data directory says more.' };
    printer.error({ stage: 'berth', ...ended });
    return EXIT_FAILED;
  }
}
