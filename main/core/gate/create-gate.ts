import type { Logger } from 'pino';
import type { Clock } from '../ports.ts';
import { type Admission, closeRunning, createAdmission } from './admission.ts';
import type { Refusal } from './checks.ts';
import { createFrontDoor } from './front-door.ts';
import type { Gate, GateTarget } from './gate.ts';
import { createGateStore } from './gate-store.ts';
import { type Listener, openListener } from './listener.ts';

/** What a gate needs. */
export interface GateOptions {
  /** File that keeps port and origin names, `<dataDirectory>/gate.json`. */
  readonly storePath: string;
  /** Bytes nobody can guess, such as `randomBytes` of node:crypto. */
  readonly randomness: (byteCount: number) => Uint8Array;
  readonly clock: Clock;
  readonly logger: Logger;
}

const keyOf = (profileId: string, instanceId: string) => JSON.stringify([profileId, instanceId]);

/** Makes a gate. It opens its port when the first instance is admitted: who has no editor open has no port open. */
export function createGate(options: GateOptions): Gate {
  const { clock, logger } = options;
  const randomHex = (byteCount: number) => Buffer.from(options.randomness(byteCount)).toString('hex');
  const store = createGateStore(options.storePath, randomHex, logger);
  const admissions = new Map<string, Admission>();
  const admissionsByHost = new Map<string, Admission>();
  const refusalCounts: Record<Refusal, number> = { host: 0, origin: 0, 'fetch-site': 0, cookie: 0 };
  let frameAncestor: string | null = null;
  let opening: Promise<Listener> | null = null;
  let isClosed = false;

  const door = createFrontDoor({
    findByHost: (host) => admissionsByHost.get(host) ?? null,
    frameAncestor: () => frameAncestor,
    countRefusal: (refusal) => {
      refusalCounts[refusal] += 1;
    },
    clock,
    logger,
  });

  async function openPort(): Promise<Listener> {
    const listener = await openListener(await store.port(), door, logger);
    await store.rememberPort(listener.port);
    return listener;
  }

  /** The open port; a failed attempt is forgotten, so that the next admission tries again. */
  function listening(): Promise<Listener> {
    opening ??= openPort().catch((error: unknown) => {
      opening = null;
      throw error;
    });
    return opening;
  }

  function drop(admission: Admission): void {
    admissions.delete(keyOf(admission.target.profileId, admission.target.instanceId));
    admissionsByHost.delete(admission.host);
    closeRunning(admission);
  }

  function keep(target: GateTarget, originName: string, port: number): Admission {
    const key = keyOf(target.profileId, target.instanceId);
    const known = admissions.get(key);
    if (known?.target.place === target.place) {
      known.target = target;
      known.resting = null;
      return known;
    }
    if (known !== undefined) drop(known);
    const admission = createAdmission(target, originName, port, { clock, randomHex });
    admissions.set(key, admission);
    admissionsByHost.set(admission.host, admission);
    return admission;
  }

  return {
    async admit(target) {
      const { port } = await listening();
      const originName = await store.originName(target);
      if (isClosed) throw new Error('The gate is closed');
      return keep(target, originName, port).entry;
    },
    find(profileId, instanceId) {
      const admission = admissions.get(keyOf(profileId, instanceId));
      return admission?.resting === null ? admission.entry : null;
    },
    isKnown: (profileId, instanceId) => admissions.has(keyOf(profileId, instanceId)),
    rest(profileId, instanceId, state) {
      const admission = admissions.get(keyOf(profileId, instanceId));
      if (admission === undefined) return;
      admission.resting = state;
      closeRunning(admission);
    },
    revoke(profileId) {
      for (const admission of [...admissions.values()]) {
        if (admission.target.profileId === profileId) drop(admission);
      }
    },
    setFrameAncestor(origin) {
      frameAncestor = origin;
    },
    refusals: () => ({ ...refusalCounts }),
    async close() {
      isClosed = true;
      for (const admission of admissions.values()) closeRunning(admission);
      admissions.clear();
      admissionsByHost.clear();
      const listener = await opening?.catch(() => null);
      await listener?.close();
    },
  };
}
