import { z } from 'zod';
import type { Result } from '../../contract/failure.ts';
import type { Host } from '../host.ts';

/** What `instance-public` answers: an address that somebody else's browser opens, and the password it asks for. */
const publicAddress = z.object({
  url: z.url({ protocol: /^https?$/ }).max(2048),
  password: z.string().regex(/^[\x21-\x7e]{1,256}$/, 'a password is printable'),
});

/** Asks the host where an instance is reached behind the system's nginx. */
export function readPublicAddress(host: Host, id: string): Promise<Result<z.output<typeof publicAddress>>> {
  return host.remote.call('instance-public', ['--id', id], publicAddress);
}
