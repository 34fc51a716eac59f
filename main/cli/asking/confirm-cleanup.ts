import { cleanup } from '../../contract/cleanup.ts';
import type { CoreContract } from '../../contract/contract.ts';
import type { Client } from '../../contract/define.ts';
import { type Failure, fail, type Result, succeed } from '../../contract/failure.ts';
import type { Command } from '../parse-command.ts';
import { UsageError } from '../parse-command.ts';
import { previewText } from '../printing/tables.ts';

type MethodCommand = Command & { readonly kind: 'method' };

/** How the command line talks to whoever started it. */
export interface Conversation {
  readonly isTerminal: boolean;
  tell(text: string): void;
  readLine(): Promise<string>;
}

/** Whether a command takes everything of Berth from a host, user data too, and was not confirmed yet. */
export function needsConfirmation({ method, input, isConfirmed }: MethodCommand): boolean {
  const isRun = method.capability === 'cleanup' && method.name === 'run';
  return isRun && input.level === 'everything' && !isConfirmed;
}

/** A pipe cannot be asked. Throws `UsageError`. */
export function refuseUnasked(command: MethodCommand, isTerminal: boolean): void {
  if (isTerminal || !needsConfirmation(command)) return;
  throw new UsageError(
    'A cleanup at level everything removes settings, extensions and unsaved work, and nobody can be asked here.',
    'Look at the preview, then run it again with --yes.',
  );
}

const notConfirmed: { readonly ok: false; readonly failure: Failure } = fail(
  'invalid-input',
  'cleanup',
  'The name was another one, so nothing was removed.',
  'Run it again and type the name of the server.',
);

/**
 * Shows what a cleanup at level everything would remove and lets the user type the profile's name. The answer is the
 * input to go on with: it carries the digest of the list that was shown.
 */
export async function confirmCleanup(
  client: Client<CoreContract>,
  command: MethodCommand,
  { tell, readLine }: Conversation,
): Promise<Result<Readonly<Record<string, unknown>>>> {
  const { input } = command;
  const asked = cleanup.preview.input.safeParse(input);
  // What the contract refuses is refused by the method itself, in its own words.
  if (!asked.success) return succeed(input);
  const [preview, profiles] = await Promise.all([client.cleanup.preview(asked.data), client.profiles.list({})]);
  if (!preview.ok) return preview;
  if (!profiles.ok) return profiles;
  const reference = asked.data.profile;
  const name = profiles.value.find((profile) => [profile.id, profile.name].includes(reference))?.name ?? reference;
  tell(`${previewText(preview.value)}\nThis removes all of it. Type the name of the server, ${name}, to go on: `);
  if ((await readLine()).trim() !== name) return notConfirmed;
  return succeed({ ...input, digest: input.digest ?? preview.value.digest });
}
