import { ensureRenderer } from './bundle/ensure-renderer.ts';
import { endWithNpm } from './run/end-with-npm.ts';

/** `npm start`: the app on this machine's own profiles, in the browser. Arguments go to the web shell. */
endWithNpm();
await ensureRenderer((line) => process.stderr.write(`${line}\n`));
await import('../main/web/main.ts');
