import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { fail, type Result, succeed } from '../../../../../main/contract/failure.ts';
import { profile } from '../../../../../main/contract/profiles.ts';
import type { Host } from '../../../../../main/core/host.ts';
import type { Clock, CodeServerArchive, CodeServerReleases } from '../../../../../main/core/ports.ts';
import type { Remote } from '../../../../../main/core/remote/remote.ts';
import { type CodeServerFacts, partialBytesOf } from '../../../../../main/core/setup/code-server/facts.ts';
import { createProcessLink } from '../../../../support/fakes/process-link.ts';

/** Waits are over at once, and a time limit never comes. */
export const quickClock: Clock = {
  nowMs: () => 0,
  after: (delayMs, action) => {
    const timer = delayMs > 5000 ? undefined : setImmediate(action);
    return () => clearImmediate(timer);
  },
};

/** The bytes of the archive that these releases pin. */
export const packed = Buffer.from(Array.from({ length: 100_000 }, (_, index) => (index * 7) % 251));

export const archive: CodeServerArchive = {
  url: 'https://releases.example/v4.139.1/code-server-4.139.1-linux-amd64.tar.gz',
  sha256: createHash('sha256').update(packed).digest('hex'),
  sizeBytes: packed.length,
};
export const releases: CodeServerReleases = { version: '4.139.1', archives: { x86_64: archive } };

type Installed = CodeServerFacts['versions'][number];

/** One installed version. */
export function version(text: string, more: Partial<Installed> = {}): Installed {
  return {
    version: text,
    isCurrent: false,
    isPrevious: false,
    sizeBytes: null,
    installedAtMs: null,
    usedBy: [],
    ...more,
  };
}

/** An empty host that could install from every source. */
export function factsOf(more: Partial<CodeServerFacts> = {}): CodeServerFacts {
  return {
    versions: [],
    foreign: null,
    partials: [],
    architecture: 'x86_64',
    libc: 'glibc 2.36',
    freeBytes: 20_000_000_000,
    downloaders: ['curl'],
    npm: { node: '24.1.0', npm: '11.0.0' },
    ...more,
  };
}

/** What a host has once the pinned version is installed. */
export const installed = factsOf({ versions: [version('4.139.1', { isCurrent: true })] });

type Failed = ReturnType<typeof fail>;
type Answer = Result<unknown> | (() => Result<unknown> | Promise<Result<unknown>>);

/** A failure of a host at a stage. */
export const failed = (kind: Parameters<typeof fail>[0], stage: Parameters<typeof fail>[1], text: string): Failed =>
  fail(kind, stage, `${text}.`, 'Do something.');

/**
 * A host that answers each verb with what `answers` says; a list is taken one after the other, its last for ever. Notes the
 * verbs with what tells them apart, and keeps what it is sent.
 */
export function sceneOf(answers: Record<string, Answer | Answer[]>, facts: CodeServerFacts = factsOf()) {
  const asked: string[] = [];
  const counts = new Map<string, number>();
  const state = { facts, received: Buffer.alloc(0), lookLimitsMs: [] as (number | undefined)[] };
  const answerTo = async <T extends z.ZodType>(verb: string, schema: T): Promise<Result<z.output<T>>> => {
    const given = answers[verb];
    if (given === undefined) throw new Error(`nobody said what ${verb} answers`);
    const all = Array.isArray(given) ? given : [given];
    const count = counts.get(verb) ?? 0;
    counts.set(verb, count + 1);
    const one = all[Math.min(count, all.length - 1)] ?? succeed(null);
    const outcome = typeof one === 'function' ? await one() : one;
    return outcome.ok ? succeed(schema.parse(outcome.value)) : outcome;
  };
  const remote: Remote = {
    call: async (verb, _args, schema, { timeoutMs } = {}) => {
      if (verb !== 'code-server-list') return answerTo(verb, schema);
      state.lookLimitsMs.push(timeoutMs);
      return succeed(schema.parse(state.facts));
    },
    operate: async (verb, args, schema) => {
      const source = args.find((arg) => ['--url', '--received', '--npm'].includes(arg)) ?? '';
      asked.push(`${verb} ${source}`.trim());
      return answerTo(answers[`${verb} ${source}`] === undefined ? verb : `${verb} ${source}`, schema);
    },
    send: async (verb, args, schema, source, { onSent, signal } = {}) => {
      // A host says itself where to go on.
      const offset = partialBytesOf(state.facts, `${args[args.indexOf('--sha256') + 1]}`);
      asked.push(`${verb} ${offset}`);
      signal?.throwIfAborted();
      const chunks: Uint8Array[] = [];
      for await (const chunk of source.open(offset)) chunks.push(chunk);
      state.received = Buffer.concat([state.received.subarray(0, offset), ...chunks]);
      onSent?.(state.received.length);
      return answerTo(verb, schema);
    },
    sample: () => Promise.reject(new Error('nobody looks')),
    attach: () => Promise.reject(new Error('nobody attaches')),
    dispose: () => {},
  };
  const saved = profile.parse({ id: 'p', name: 'p', address: '192.0.2.1', user: 'me' });
  const host: Host = { profile: saved, link: createProcessLink({}), remote };
  return { host, asked, state };
}

/** A server of one file on the network that tests have not got; counts what it is asked for. */
export function webServer(bytes: Buffer, { isRanged = true } = {}) {
  const state = { ranges: [] as (string | null)[], cutAfterBytes: [] as number[], isDown: false };
  const fetch: typeof globalThis.fetch = async (_url, init) => {
    const range = new Headers(init?.headers).get('range');
    state.ranges.push(range);
    if (state.isDown)
      throw new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND releases.example') });
    const begin = isRanged && range !== null ? Number(/bytes=(\d+)-/.exec(range)?.[1]) : 0;
    const cutAfter = state.cutAfterBytes.shift() ?? Number.POSITIVE_INFINITY;
    let at = begin;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (init?.signal?.aborted) return controller.error(init.signal.reason);
        if (at - begin >= cutAfter) return controller.error(new TypeError('terminated'));
        if (at >= bytes.length) return controller.close();
        const piece = bytes.subarray(at, at + Math.min(16_384, cutAfter - (at - begin)));
        at += piece.length;
        controller.enqueue(piece);
      },
    });
    const headers = {
      'content-length': `${bytes.length - begin}`,
      ...(begin > 0 ? { 'content-range': `bytes ${begin}-${bytes.length - 1}/${bytes.length}` } : {}),
    };
    return new Response(body, { status: begin > 0 ? 206 : 200, headers });
  };
  return { fetch, state };
}
