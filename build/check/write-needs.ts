import { writeFile } from 'node:fs/promises';
import { needsPath } from './library-needs.ts';
import { scriptNeeds } from './script-needs.ts';

/** `node build/check/write-needs.ts`, a part of `npm run format`: writes anew which libraries each script and verb uses. */
await writeFile(needsPath, `${(await scriptNeeds()).join('\n')}\n`);
