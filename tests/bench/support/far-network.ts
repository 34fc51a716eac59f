import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** Where the far end is, and how far. */
export interface FarNetworkOptions {
  readonly host: string;
  readonly port: number;
  /** One way, milliseconds. */
  readonly delayMs: number;
}

/**
 * A network of some length in front of one port, on a thread of its own: on this one it would slow down whatever else
 * runs here, which is only ever our side. Resolves to its local port.
 */
export async function startFarNetwork(options: FarNetworkOptions, stack: AsyncDisposableStack): Promise<number> {
  const worker = new Worker(new URL('./far-network-worker.ts', import.meta.url), { workerData: options });
  stack.defer(async () => void (await worker.terminate()));
  const [port] = (await once(worker, 'message')) as [number];
  return port;
}
