import path from 'node:path';
import type { Logger } from 'pino';
import { z } from 'zod';
import { succeed } from '../contract/failure.ts';
import { JsonStore } from '../core/store/json-store.ts';

/** The port that the page had the last time: a browser keeps tabs and orders of lists for it, and finds them there again. */
export interface PagePort {
  /** 0 when there was none, or when it cannot be read. */
  last(): Promise<number>;
  keep(port: number): Promise<void>;
}

/** Keeps the port in a file of its own; one that cannot be read or written costs no more than the layout. */
export function createPagePort(dataDirectory: string, logger: Logger): PagePort {
  const store = new JsonStore({
    file: path.join(dataDirectory, 'page.json'),
    version: 1,
    schema: z.object({ port: z.number().int().min(0).max(65535) }),
    empty: { port: 0 },
  });
  return {
    async last() {
      const kept = await store.read();
      if (!kept.ok) logger.warn({ failure: kept.failure }, 'the port of the page is not known');
      return kept.ok ? kept.value.port : 0;
    },
    async keep(port) {
      try {
        const kept = await store.update(() => succeed({ next: { port }, answer: null }));
        if (!kept.ok) logger.warn({ failure: kept.failure }, 'the port of the page is not kept');
      } catch (error) {
        logger.warn({ error }, 'the port of the page cannot be written');
      }
    },
  };
}
