import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { chapterOf } from './changelog.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** `node build/packaging/release-notes.ts v1.2.3`: prints what the changelog says of a release; fails where the tag is not of this version. */
const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as { version: string };
const tag = process.argv[2] ?? '';
if (tag !== `v${version}`) throw new Error(`The tag is "${tag}", and package.json says ${version}.`);
process.stdout.write(chapterOf(version, await readFile(path.join(root, 'CHANGELOG.md'), 'utf8')));
