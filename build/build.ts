import { buildBundle, bundles } from './bundle/bundle.ts';

/** `npm run build`: the page, the desktop's main process and its preload, into `out/`. */
for (const bundle of bundles) await buildBundle(bundle);
