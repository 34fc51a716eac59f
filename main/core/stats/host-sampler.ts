import { isDeepStrictEqual } from 'node:util';
import type { Logger } from 'pino';
import { type Failure, fail, type Result } from '../../contract/failure.ts';
import type { StatsItem } from '../../contract/stats.ts';
import type { Host } from '../host.ts';
import { cleanOutput } from '../remote/redaction/clean-output.ts';
import type { RemoteSampling } from '../remote/remote.ts';
import { isSessionRefused } from '../remote/script-failures.ts';
import { keepBeginning } from '../remote/untrusted.ts';
import { pause } from '../streams/pause.ts';
import type { LinkWait } from '../until-linked.ts';
import { ProcessTable } from './process-table.ts';
import { readLine, type ToldItem } from './told-items.ts';
import { type Known, Viewer, type Wants, type WatchEnd } from './viewer.ts';
import { waitForLink } from './wait-for-link.ts';

/** A page that is loaded anew, or shows another part of the host, is back within this time. */
const lingerMs = 5000;
/** A sampler that ends again and again is begun ever more seldom. */
const pausesMs = [500, 2000, 5000, 15_000, 30_000, 60_000];
/** One that ran for so long ended for another reason than the one before it. */
const steadyMs = 60_000;
/** It ended in good order: its place is needed, or Berth is being removed there. */
const orderlyPauseMs = 5000;
/** A host that refuses so many in a row has no session to spare; whoever watches asks it otherwise. */
const mostRefusals = 3;
/** A reading that is late by so much does not come. */
const patienceMs = 30_000;

/** What a sampler is made of. */
export interface HostSamplerParts extends LinkWait {
  readonly logger: Logger;
  /** Aborts when the app quits. */
  readonly closing: AbortSignal;
}

/** The sampler of one host for all who watch it: begun with the first of them, ended some seconds after the last one left. */
export class HostSampler {
  readonly #parts: HostSamplerParts;
  readonly #viewers = new Set<Viewer>();
  readonly #known: Known = {
    table: new ProcessTable(),
    reading: null,
    readingCount: 0,
    portsCount: 0,
    wait: null,
    waitCount: 0,
  };
  #run: AbortController | null = null;
  #sampling: RemoteSampling | null = null;
  /** What the sampler was asked for last. */
  #asked: Wants = { intervalSeconds: 60, hasProcesses: false };
  #cancelLinger: () => void = () => {};
  /** The next reading is waited for from here on. */
  #beginPatience: () => void = () => {};
  /** Ends a pause between two samplers. */
  #hurry: () => void = () => {};

  constructor(parts: HostSamplerParts) {
    this.#parts = parts;
  }

  /** Watches until `signal` aborts, which is null, or until the host cannot be watched any more. */
  async *watch(wants: Wants, signal: AbortSignal): AsyncGenerator<StatsItem, WatchEnd | null, void> {
    if (signal.aborted) return null;
    const viewer = new Viewer(wants, this.#known);
    const onAbort = () => viewer.close();
    signal.addEventListener('abort', onAbort, { once: true });
    this.#viewers.add(viewer);
    this.#hurry();
    this.#adjust();
    try {
      return yield* viewer.items();
    } finally {
      signal.removeEventListener('abort', onAbort);
      this.#viewers.delete(viewer);
      this.#adjust();
    }
  }

  /** Makes what runs fit who watches. */
  #adjust(): void {
    this.#cancelLinger();
    if (this.#viewers.size === 0) {
      if (this.#parts.closing.aborted) this.#stop();
      else if (this.#run !== null) this.#cancelLinger = this.#parts.clock.after(lingerMs, () => this.#stop());
      return;
    }
    if (this.#run === null) this.#begin();
    else this.#tellWants();
  }

  #wants(): Wants {
    const all = [...this.#viewers].map(({ wants }) => wants);
    return {
      intervalSeconds: Math.min(60, ...all.map(({ intervalSeconds }) => intervalSeconds)),
      hasProcesses: all.some(({ hasProcesses }) => hasProcesses),
    };
  }

  #tellWants(): void {
    if (this.#sampling === null || this.#viewers.size === 0) return;
    const before = this.#asked;
    const wants = this.#wants();
    this.#asked = wants;
    if (wants.intervalSeconds !== before.intervalSeconds) {
      this.#sampling.tell(`interval ${wants.intervalSeconds}`);
      this.#beginPatience();
    }
    if (wants.hasProcesses === before.hasProcesses) return;
    this.#sampling.tell(`processes ${wants.hasProcesses ? 'yes' : 'no'}`);
    if (!wants.hasProcesses) this.#known.table.clear();
  }

  #begin(): void {
    const run = new AbortController();
    this.#run = run;
    void this.#serve(AbortSignal.any([run.signal, this.#parts.closing]));
  }

  /** Samples until `signal` aborts; where that is not possible any more, all who watch are told so. Never rejects. */
  async #serve(signal: AbortSignal): Promise<void> {
    const { closing, logger } = this.#parts;
    const end = await this.#keepSampling(signal).catch((error: unknown): WatchEnd => {
      logger.error({ error }, 'the sampler of a host broke');
      return { type: 'failed', failure: broken };
    });
    if (closing.aborted) this.#cancelLinger();
    if (end === null || signal.aborted) return;
    const viewers = [...this.#viewers];
    this.#viewers.clear();
    this.#stop();
    for (const viewer of viewers) viewer.end(end);
  }

  #stop(): void {
    this.#cancelLinger();
    this.#run?.abort();
    this.#run = null;
    const known = this.#known;
    known.reading = known.wait = null;
    known.table.clear();
  }

  /** One sampler after the other, until `signal` aborts, which is null, or none can be had any more. */
  async #keepSampling(signal: AbortSignal): Promise<WatchEnd | null> {
    const { host, clock, logger } = this.#parts;
    const tellWait = (failure: Failure, isRetried: boolean) => this.#wait(failure, isRetried);
    for (let endCount = 0; !signal.aborted; ) {
      if (!isUp(host)) {
        const end = await waitForLink(this.#parts, tellWait, signal);
        if (end === null || end.type !== 'up') return end;
        endCount = 0;
      }
      // What happened to the ports while nobody looked is not known.
      if (this.#known.reading !== null) this.#known.portsCount += 1;
      const beganAtMs = clock.nowMs();
      const outcome = await this.#sampleOnce(signal);
      if (signal.aborted) return null;
      if (!outcome.ok && isFinal(outcome.failure, endCount)) return { type: 'failed', failure: outcome.failure };
      if (clock.nowMs() - beganAtMs >= steadyMs) endCount = 0;
      const pauseMs = outcome.ok ? orderlyPauseMs : (pausesMs[Math.min(endCount, pausesMs.length - 1)] ?? 0);
      endCount += 1;
      if (!outcome.ok) logger.warn({ failure: outcome.failure, pauseMs }, 'the sampler of a host ended');
      // A single end is mended before anybody misses a reading.
      if (!outcome.ok && endCount > 1 && isUp(host)) this.#wait(outcome.failure, true);
      await this.#pause(pauseMs, signal);
    }
    return null;
  }

  /** Waits before the next sampler, unless somebody comes to watch, or the link goes, which whoever watches is told. */
  async #pause(pauseMs: number, signal: AbortSignal): Promise<void> {
    const { host, clock } = this.#parts;
    const over = new AbortController();
    this.#hurry = () => over.abort();
    const stopListening = host.link.onDidChangeStatus(() => {
      if (!isUp(host)) over.abort();
    });
    await pause(clock, pauseMs, AbortSignal.any([signal, over.signal]));
    stopListening();
  }

  /** Begins a sampler and takes what it tells until it ends. */
  async #sampleOnce(signal: AbortSignal): Promise<Result<unknown>> {
    const { host, clock } = this.#parts;
    const { table } = this.#known;
    table.expectWhole();
    this.#asked = this.#wants();
    const { intervalSeconds, hasProcesses } = this.#asked;
    const args = ['--interval', String(intervalSeconds), '--processes', hasProcesses ? 'yes' : 'no'];
    const give = Promise.withResolvers<Result<unknown>>();
    let cancelPatience = () => {};
    const beginPatience = () => {
      cancelPatience();
      const delayMs = this.#asked.intervalSeconds * 1000 + patienceMs;
      cancelPatience = clock.after(delayMs, () => give.resolve(silent(delayMs)));
    };
    const onLine = (line: string) => {
      const told = readLine(line);
      if (told.kind === 'fault') return give.resolve(misled(told.why, line));
      if (told.kind !== 'item') return;
      if (told.item.type === 'reading') beginPatience();
      if (!signal.aborted) this.#take(told.item);
    };
    const opened = await host.remote.sample('stats-sample', args, { onLine });
    if (!opened.ok) return opened;
    const sampling = opened.value;
    const onAbort = () => sampling.close();
    try {
      if (signal.aborted) return opened;
      signal.addEventListener('abort', onAbort, { once: true });
      this.#sampling = sampling;
      this.#beginPatience = beginPatience;
      beginPatience();
      // Who watches may be another by the time it runs.
      this.#tellWants();
      return await Promise.race([sampling.ended, give.promise]);
    } finally {
      signal.removeEventListener('abort', onAbort);
      cancelPatience();
      sampling.close();
      if (this.#sampling === sampling) {
        this.#sampling = null;
        this.#beginPatience = () => {};
      }
    }
  }

  #take(item: ToldItem): void {
    const known = this.#known;
    if (item.type === 'ports-changed') known.portsCount += 1;
    else if (item.type === 'processes') known.table.apply(item);
    else {
      known.reading = item.reading;
      known.readingCount += 1;
      known.wait = null;
    }
    this.#wakeAll();
  }

  #wait(failure: Failure, isRetried: boolean): void {
    const wait = { failure, isRetried };
    if (isDeepStrictEqual(this.#known.wait, wait)) return;
    this.#known.wait = wait;
    this.#known.waitCount += 1;
    this.#wakeAll();
  }

  #wakeAll(): void {
    for (const viewer of this.#viewers) viewer.wake();
  }
}

const isUp = ({ link }: Host) => link.status().state === 'connected';

/** What does not change by itself while somebody waits. */
const isFinal = (failure: Failure, endCount: number) =>
  failure.kind === 'record-newer' ||
  (failure.kind === 'host-unsupported' && (!isSessionRefused(failure) || endCount + 1 >= mostRefusals));

const misled = (why: string, line: string) =>
  fail(
    'script-failed',
    'script',
    `The readings of the server are damaged: ${why}.`,
    'They are begun anew by themselves; if it stays, copy the details into a bug report.',
    { detail: cleanOutput(keepBeginning(line, 2000)) },
  );
const silent = (delayMs: number) =>
  fail(
    'timed-out',
    'script',
    `The server told no reading for ${Math.round(delayMs / 1000)} seconds.`,
    'It is asked again by itself; if it stays, check the load of the server.',
  );
const broken = fail(
  'script-failed',
  'script',
  'The readings of the server cannot be taken.',
  'Open this part of the page again; if it stays, copy the log of Berth into a bug report.',
).failure;
