import { parentPort, workerData } from 'node:worker_threads';
import { startLinkProxy } from '../../support/sandbox/link-proxy/link-proxy.ts';
import type { FarNetworkOptions } from './far-network.ts';

/** A long fast line holds what is under way: 200 MB/s for 50 ms are 10 MB. */
const maxQueuedBytes = 64 * 1024 * 1024;

const { host, port, delayMs } = workerData as FarNetworkOptions;
const proxy = await startLinkProxy({ host, port }, { maxQueuedBytes });
proxy.setDelayMs(delayMs);
parentPort?.postMessage(proxy.port);
