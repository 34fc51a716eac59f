import type { Instance } from '../../contract/instances.ts';
import type { Gate } from '../gate/gate.ts';

/** What a follower is made of. */
export interface TabFollowerParts {
  readonly profileId: string;
  readonly gate: Pick<Gate, 'isKnown' | 'find' | 'rest'>;
  /** Lets the tabs of an instance through to its present run; false when that did not work. Never rejects. */
  readonly readmit: (instanceId: string) => Promise<boolean>;
}

/**
 * Keeps the gate in step with what a host tells of its instances, because the keeper there suspends and restarts them by
 * itself: the tabs of a new run are let through to it, and those of one that ended are told so.
 */
export class TabFollower {
  readonly #parts: TabFollowerParts;
  /** When the run began that the gate was told of last, by instance. */
  readonly #runs = new Map<string, number | null>();

  constructor(parts: TabFollowerParts) {
    this.#parts = parts;
  }

  see(rows: readonly Instance[]): void {
    const { profileId, gate, readmit } = this.#parts;
    for (const { id, state, startedAtMs } of rows) {
      if (state === 'starting' || !gate.isKnown(profileId, id)) continue;
      if (state !== 'running') {
        this.#runs.delete(id);
        if (gate.find(profileId, id) !== null) gate.rest(profileId, id, state);
      } else if (this.#runs.get(id) !== startedAtMs || gate.find(profileId, id) === null) {
        this.#runs.set(id, startedAtMs);
        // A run that was not let in, because the link dropped for example, is tried again with the next reading.
        void readmit(id).then((isIn) => isIn || this.#runs.delete(id));
      }
    }
  }
}
