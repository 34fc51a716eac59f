import type { CoreContract } from '../../../contract/contract.ts';
import type { CallContext, Handlers } from '../../../contract/define.ts';
import type { KnownServer } from './pseudonyms.ts';

/** The saved servers, whose names a diagnosis hides; those of a list that cannot be read are unknown. */
export async function savedServers(
  { handlers }: { readonly handlers: Pick<Handlers<CoreContract>, 'profiles'> },
  context: CallContext,
): Promise<readonly KnownServer[]> {
  const profiles = await handlers.profiles.list({}, context);
  return profiles.ok ? profiles.value : [];
}
