import { app } from './app.ts';

/** Requests of the main process. Like Electron's it works only once the app is ready, and does not tell where an answer came from. */
export const net = {
  fetch: async (input, init) => {
    if (!app.isReady()) throw new Error('Session can only be received when app is ready');
    const { body, status, statusText, headers } = await globalThis.fetch(input, init);
    return new Response(body, { status, statusText, headers });
  },
} satisfies Pick<Electron.Net, 'fetch'>;
