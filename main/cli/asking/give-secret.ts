import type { CoreContract } from '../../contract/contract.ts';
import type { Client } from '../../contract/define.ts';
import { fail, type Result, succeed } from '../../contract/failure.ts';
import type { Command } from '../parse-command.ts';

/** Hands a host's secret to the core before the method that needs it; when it is to be remembered, it says so if it was not. */
export async function giveSecret(
  client: Client<CoreContract>,
  { secretKind, isRemembered, input }: Command & { readonly kind: 'method' },
  secret: string,
  tell: (text: string) => void,
): Promise<Result<null>> {
  const { profile } = input;
  // Without a profile the method itself says that it is missing.
  if (secretKind === null || typeof profile !== 'string') return succeed(null);
  if (isRemembered) {
    const before = await client.secrets.status({});
    if (!before.ok) return before;
    if (before.value.kind === 'none') {
      return fail(
        'unavailable',
        'store',
        'Nothing can be remembered without a master passphrase.',
        'Set one with berth secrets protect, or leave out --remember.',
      );
    }
  }
  const unlocked = await client.hosts.unlock({ profile, secretKind, secret, isRemembered });
  if (!unlocked.ok) return unlocked;
  const after = isRemembered ? await client.secrets.status({}) : null;
  if (after?.ok === true && after.value.isLocked) {
    tell(`berth: The ${secretKind} is not remembered, because the remembered secrets stayed locked.\n`);
  }
  return succeed(null);
}
