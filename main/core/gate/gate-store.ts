import type { Logger } from 'pino';
import { z } from 'zod';
import { succeed } from '../../contract/failure.ts';
import { JsonStore } from '../store/json-store.ts';
import type { GateTarget } from './gate.ts';

const content = z.object({
  /** The port that the origins were made with; null until the gate has listened once. */
  port: z.number().int().min(1).max(65535).nullable(),
  origins: z
    .array(
      z.object({
        profileId: z.string().min(1),
        /** Of an instance, or `port:<port>`. */
        instanceId: z.string().min(1),
        /** Whom the profile reached when the name was made. */
        place: z.string(),
        /** 128 random bits. */
        name: z.string().regex(/^[0-9a-f]{32}$/),
      }),
    )
    .refine((origins) => new Set(origins.map(({ name }) => name)).size === origins.length, 'a name is used twice'),
});
type Content = z.output<typeof content>;

type NamedInstance = Pick<GateTarget, 'profileId' | 'instanceId' | 'place'>;

/** What makes an instance's origin the same every time: the gate's port and one random name per instance. */
export interface GateStore {
  port(): Promise<number | null>;
  rememberPort(port: number): Promise<void>;
  /** The name of the instance, made on the first ask. */
  originName(instance: NamedInstance): Promise<string>;
}

const isSame = (one: NamedInstance, other: NamedInstance) =>
  one.profileId === other.profileId && one.instanceId === other.instanceId;

const nameIn = ({ origins }: Content, instance: NamedInstance) =>
  origins.find((origin) => isSame(origin, instance) && origin.place === instance.place)?.name ?? null;

/** Keeps the store in one file. A damaged file is kept aside; without a good copy, the origins are made anew. */
export function createGateStore(file: string, randomHex: (byteCount: number) => string, logger: Logger): GateStore {
  const store = new JsonStore({ file, version: 1, schema: content, empty: { port: null, origins: [] } });

  async function read(): Promise<Content> {
    const first = await store.read();
    if (first.ok) return first.value;
    logger.warn({ failure: first.failure }, 'the gate store cannot be read; editor tabs may get new origins');
    const second = await store.read();
    if (second.ok) return second.value;
    throw new Error(second.failure.message);
  }

  /** Changes the content; what `change` returns comes from the content it was given, also with two processes at it. */
  async function update<T>(change: (present: Content) => { readonly next: Content; readonly answer: T }): Promise<T> {
    const changed = await store.update((present) => succeed(change(present)));
    if (!changed.ok) throw new Error(changed.failure.message);
    return changed.value;
  }

  return {
    port: async () => (await read()).port,
    rememberPort: async (port) => {
      if ((await read()).port !== port) await update((present) => ({ next: { ...present, port }, answer: null }));
    },
    originName: async ({ profileId, instanceId, place }) => {
      const instance = { profileId, instanceId, place };
      const known = nameIn(await read(), instance);
      if (known !== null) return known;
      return update((present) => {
        const name = nameIn(present, instance) ?? randomHex(16);
        const others = present.origins.filter((origin) => !isSame(origin, instance));
        return { next: { ...present, origins: [...others, { ...instance, name }] }, answer: name };
      });
    },
  };
}
