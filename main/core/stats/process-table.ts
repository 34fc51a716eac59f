import type { ProcessRow } from '../../contract/processes.ts';
import type { StatsItem } from '../../contract/stats.ts';
import { mostProcesses, type ToldProcesses } from './told-items.ts';

interface Entry {
  readonly row: ProcessRow;
  /** The version in which it began, or was told anew. */
  readonly rowVersion: number;
  /** The version in which any figure of it changed. */
  readonly version: number;
}

/** So many ends are remembered; whoever did not hear of more is told the whole table. */
const mostGone = 5000;

/** The processes of a host as its sampler told them; each viewer is told what changed since it was told last. */
export class ProcessTable {
  readonly #entries = new Map<number, Entry>();
  #gone: { readonly pid: number; readonly version: number }[] = [];
  /** Of the last moment that was told in full. */
  #version = 0;
  /** Whoever knows an older one is told everything. */
  #wholeVersion = 0;
  #untoldCount = 0;
  #isKnown = false;
  #isExpectingWhole = true;
  /** Between the lines of one moment there is nothing to tell. */
  #isInMoment = false;

  get version(): number {
    return this.#version;
  }

  /** What comes next is of another sampler: until it tells the whole table, changes mean nothing. */
  expectWhole(): void {
    this.#isExpectingWhole = true;
    // The rest of a moment that was cut never comes, and half of it is no table.
    if (this.#isInMoment) this.clear();
  }

  /** Forgets all of them. */
  clear(): void {
    this.#entries.clear();
    this.#gone = [];
    this.#isKnown = false;
    this.#isInMoment = false;
    this.#isExpectingWhole = true;
  }

  apply({ isWhole, isPartial, rows, updates, gone, untoldCount }: ToldProcesses): void {
    if (this.#isExpectingWhole && !isWhole) return;
    const version = this.#version + 1;
    if (isWhole) {
      this.clear();
      this.#isExpectingWhole = false;
      this.#wholeVersion = version;
    }
    for (const pid of gone) if (this.#entries.delete(pid)) this.#gone.push({ pid, version });
    for (const row of rows) {
      if (this.#entries.size >= mostProcesses && !this.#entries.has(row.pid)) continue;
      this.#entries.set(row.pid, { row, rowVersion: version, version });
    }
    for (const update of updates) {
      const known = this.#entries.get(update.pid);
      if (known !== undefined) this.#entries.set(update.pid, { ...known, row: { ...known.row, ...update }, version });
    }
    this.#untoldCount = Math.max(0, untoldCount);
    this.#isInMoment = isPartial;
    this.#forgetOldEnds();
    if (isPartial) return;
    this.#isKnown = true;
    this.#version = version;
  }

  /** What changed since a version; null when nothing did, or nothing is known. */
  since(version: number): (StatsItem & { readonly type: 'processes' }) | null {
    if (!this.#isKnown || this.#isInMoment || version >= this.#version) return null;
    const entries = [...this.#entries.values()];
    const untoldCount = this.#untoldCount;
    if (version < this.#wholeVersion) {
      const rows = entries.map(({ row }) => row);
      return { type: 'processes', isWhole: true, rows, updates: [], gone: [], untoldCount };
    }
    const isNew = (entry: Entry) => entry.rowVersion > version;
    return {
      type: 'processes',
      isWhole: false,
      rows: entries.filter(isNew).map(({ row }) => row),
      updates: entries
        .filter((entry) => entry.version > version && !isNew(entry))
        .map(({ row: { pid, state, cpuShare, memoryBytes, proportionalBytes } }) => ({
          pid,
          state,
          cpuShare,
          memoryBytes,
          proportionalBytes,
        })),
      gone: this.#gone.filter((end) => end.version > version && !this.#entries.has(end.pid)).map(({ pid }) => pid),
      untoldCount,
    };
  }

  #forgetOldEnds(): void {
    const forgotten = this.#gone.splice(0, Math.max(0, this.#gone.length - mostGone)).at(-1);
    if (forgotten !== undefined) this.#wholeVersion = Math.max(this.#wholeVersion, forgotten.version);
  }
}
