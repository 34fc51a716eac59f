import type { Logger } from 'pino';
import { portName } from '../../contract/forwards.ts';
import type { Clock } from '../ports.ts';
import type { Carrier } from './carrying/carrier.ts';
import { editorCarrier } from './carrying/editor-carrier.ts';
import { portCarrier } from './carrying/port-carrier.ts';
import {
  type Admission,
  type AdmissionKey,
  closeRunning,
  createAdmission,
  hostOfOrigin,
} from './entering/admission.ts';
import type { Refusal } from './entering/checks.ts';
import { createFrontDoor } from './front-door.ts';
import type { Gate } from './gate.ts';
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

const keyOf = (profileId: string, name: string) => JSON.stringify([profileId, name]);

/** Makes a gate. It opens its port when the first tab is let in: who has nothing open has no port open. */
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
    admissions.delete(keyOf(admission.key.profileId, admission.key.name));
    admissionsByHost.delete(admission.host);
    closeRunning(admission);
  }

  /** Lets in what goes by this key, or takes what is in already over to another carrier. */
  async function keep(
    key: AdmissionKey,
    letter: 'i' | 'p',
    path: string,
    carrierAt: (origin: string) => Carrier,
  ): Promise<Admission> {
    const { port } = await listening();
    const name = await store.originName({ ...key, instanceId: key.name });
    if (isClosed) throw new Error('The gate is closed');
    const host = hostOfOrigin({ letter, name, port });
    const carrier = carrierAt(`http://${host}`);
    const known = admissions.get(keyOf(key.profileId, key.name));
    if (known?.key.place === key.place) {
      known.carrier = carrier;
      known.resting = null;
      return known;
    }
    if (known !== undefined) drop(known);
    const admission = createAdmission(key, host, path, carrier, { clock, randomHex });
    admissions.set(keyOf(key.profileId, key.name), admission);
    admissionsByHost.set(admission.host, admission);
    return admission;
  }

  return {
    async admit(target) {
      const { profileId, instanceId, place } = target;
      const path = `/vscode/${instanceId}/`;
      const key = { profileId, name: instanceId, place };
      return (await keep(key, 'i', path, () => editorCarrier(target, path))).entry;
    },
    async admitPort(target) {
      const { profileId, port, place } = target;
      const key = { profileId, name: portName(port), place };
      return (await keep(key, 'p', '/', (origin) => portCarrier(target, origin))).entry;
    },
    dismissPort(profileId, port) {
      const admission = admissions.get(keyOf(profileId, portName(port)));
      if (admission !== undefined) drop(admission);
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
        if (admission.key.profileId === profileId) drop(admission);
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
