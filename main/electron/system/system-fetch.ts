import { net } from '#electron';
import type { FetchFromWeb } from '../../core/ports.ts';

/** Asks the web as Chromium does: over the proxy that the system is set to, and trusting whom the system trusts. */
export const systemFetch: FetchFromWeb = (url, init) => net.fetch(url, init);
