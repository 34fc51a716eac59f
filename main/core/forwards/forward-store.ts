import { z } from 'zod';
import { type Result, succeed } from '../../contract/failure.ts';
import { forwardKind } from '../../contract/forwards.ts';
import { JsonStore } from '../store/json-store.ts';

const remembered = z.object({
  id: z.string().min(1).max(64),
  profileId: z.string().min(1),
  /** Whom the profile reached; a port of another host is another forward. */
  place: z.string(),
  port: z.number().int().min(1).max(65_535),
  address: z.union([z.ipv4(), z.ipv6()]).nullable(),
  kind: forwardKind,
  /** With `tcp`: asked for again, so that what was set up with it goes on working. */
  localPort: z.number().int().min(1).max(65_535).nullable(),
  repositoryId: z.string().min(1),
});
/** A forward that is opened again with the link of its host. */
export type RememberedForward = z.output<typeof remembered>;

type ForwardKey = Pick<RememberedForward, 'profileId' | 'place' | 'port' | 'kind'>;

const content = z.array(remembered).max(1000);

/** The forwards that outlast a run of Berth. */
export interface ForwardStore {
  all(): Promise<Result<readonly RememberedForward[]>>;
  /** Puts one in, in the place of the same port's, whichever run of Berth wrote that down. */
  put(forward: RememberedForward): Promise<Result<null>>;
  /** Takes out those that are meant. */
  drop(isMeant: (forward: RememberedForward) => boolean): Promise<Result<null>>;
}

/** Whether two are the same port of the same host, brought here in the same way. */
export const isSameForward = (one: ForwardKey, other: ForwardKey) =>
  one.profileId === other.profileId && one.place === other.place && one.port === other.port && one.kind === other.kind;

/** Opens the forwards kept in `file`. */
export function openForwardStore(file: string): ForwardStore {
  const store = new JsonStore({ file, version: 1, schema: content, empty: [] });
  return {
    all: () => store.read(),
    put: (forward) =>
      store.update((present) => {
        const others = present.filter((one) => one.id !== forward.id && !isSameForward(one, forward));
        return succeed({ next: [...others, forward].slice(-1000), answer: null });
      }),
    drop: async (isMeant) => {
      // Most ends of forwards were never written down, and writing takes a lock and a sync.
      const known = await store.read();
      if (!known.ok || !known.value.some(isMeant)) return known.ok ? succeed(null) : known;
      return store.update((present) => succeed({ next: present.filter((one) => !isMeant(one)), answer: null }));
    },
  };
}
