import { ensureRenderer } from './bundle/ensure-renderer.ts';

/** `npm start`: the app on this machine's own profiles, in the browser. Arguments go to the web shell. */
await ensureRenderer((line) => process.stderr.write(`${line}\n`));
await import('../main/web/main.ts');
