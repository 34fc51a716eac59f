import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { releasesVariable, signingVariables } from '../../../build/packaging/packer-plan.ts';
import packageFile from '../../../package.json' with { type: 'json' };

const root = path.resolve(import.meta.dirname, '../../..');
const folder = path.join(root, '.github/workflows');
const workflows = readdirSync(folder).map((name) => ({ name, text: readFileSync(path.join(folder, name), 'utf8') }));
const release = workflows.find(({ name }) => name === 'release.yml')?.text ?? '';
/** The steps of one job, from its name to the next one's. */
const job = (text: string, name: string) =>
  new RegExp(`^  ${name}:\\n((?: {3,}.*\\n|\\n)*)`, 'm').exec(text)?.[1] ?? '';

describe('the workflows', () => {
  it.each(workflows)('$name runs the work of others only by the digest of what was looked at', ({ text }) => {
    const used = [...text.matchAll(/uses: (.*)/g)].map(([, what = '']) => what);
    expect(used.length).toBeGreaterThan(0);
    for (const what of used)
      expect(what).toMatch(/^(?:actions\/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+|\.\/\.github\/workflows\/[a-z]+\.yml)$/);
  });

  it.each(workflows)('$name runs scripts and files that there are, on the Node that npm installs', ({ text }) => {
    for (const [, script = ''] of text.matchAll(/npm run ([a-z:]+)/g))
      expect(packageFile.scripts).toHaveProperty([script]);
    for (const [, file = ''] of text.matchAll(/node (build\/\S+\.ts)/g))
      expect(readdirSync(path.join(root, path.dirname(file)))).toContain(path.basename(file));
    const versions = [...text.matchAll(/node(?:-version: |:)([\d.]+)/g)].map(([, version]) => version);
    expect(new Set(versions)).toEqual(new Set([packageFile.devDependencies.node]));
  });

  it.each(workflows)(
    '$name may read and no more, keeps no login, and puts no foreign words into a shell',
    ({ name, text }) => {
      expect(text).toMatch(/^permissions:\n {2}contents: read\n(?! )/m);
      expect([...text.matchAll(/contents: write/g)].length).toBe(name === 'release.yml' ? 1 : 0);
      const count = (pattern: RegExp) => [...text.matchAll(pattern)].length;
      expect(count(/actions\/checkout@/g)).toBe(count(/persist-credentials: false/g));
      // A branch or a title may hold anything; as a variable it stays a word.
      for (const [run] of text.matchAll(/run: (?:\|\n(?: {10}.*\n)+|.*\n)/g)) expect(run).not.toContain('${{');
      expect(text).not.toContain('pull_request_target');
    },
  );

  it('show secrets to the packer alone, and only to a release that a person tagged', () => {
    for (const { name, text } of workflows) if (name !== 'release.yml') expect(text).not.toContain('secrets.');
    const packing = job(release, 'package');
    expect(release.replace(packing, '')).not.toContain('secrets.');
    const given = [...packing.matchAll(/^ {10}([A-Z_]+): \$\{\{/gm)]
      .map(([, name]) => name)
      .filter((name) => name !== 'TAG');
    expect(new Set(given)).toEqual(new Set([releasesVariable, ...signingVariables]));
    expect(release).toMatch(/^on:\n {2}push:\n {4}tags: \['v\*'\]\npermissions/m);
  });

  it('test on three systems before they pack on three, and only draft a release', () => {
    for (const [name, text] of [
      ['desktop', workflows.find((one) => one.name === 'ci.yml')?.text ?? ''],
      ['package', release],
    ] as const) {
      expect(job(text, name)).toMatch(/os: \[ubuntu-[\d.]+, macos-\d+, windows-\d+\]/);
    }
    expect(job(release, 'package')).toContain('needs: test');
    expect(job(release, 'draft')).toContain('needs: package');
    expect(job(release, 'draft')).toContain('--draft');
  });
});
