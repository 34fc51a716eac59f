import { describe, expect, it } from 'vitest';
import { type CodeServerSource, planStep } from '../../../../../main/contract/setup.ts';
import { codeServerReleases } from '../../../../../main/core/defaults/code-server-releases.ts';
import type { CodeServerFacts } from '../../../../../main/core/setup/code-server/facts.ts';
import { planStepOf } from '../../../../../main/core/setup/code-server/plan-step.ts';
import { factsOf, version } from './scene.ts';

const plan = (facts: Partial<CodeServerFacts>, sources: readonly CodeServerSource[] = []) =>
  planStepOf(factsOf(facts), codeServerReleases, sources);
const pinned = codeServerReleases.archives.x86_64;

describe('what a plan says of code-server', () => {
  it('has nothing to do where the pinned version or a later one is used', () => {
    for (const text of ['4.139.1', '4.140.0', '5.0.0']) {
      expect(plan({ versions: [version(text, { isCurrent: true })] })).toMatchObject({
        state: 'done',
        title: `code-server ${text}`,
        downloadBytes: 0,
        diskBytes: 0,
      });
    }
    const foreign = { path: '/usr/bin/code-server', version: '4.139.1' };
    expect(plan({ foreign })).toMatchObject({
      state: 'done',
      detail: 'Version 4.139.1 is there at /usr/bin/code-server and used.',
    });
  });

  it('is required where nothing is there, and only then', () => {
    expect(plan({})).toMatchObject({
      id: 'code-server',
      state: 'todo',
      isRequired: true,
      title: 'code-server 4.139.1',
      detail:
        'The server downloads 222 MB from github.com; if it cannot, this computer does and sends them over the link.',
      downloadBytes: pinned?.sizeBytes,
    });
    const older = plan({ versions: [version('4.99.4', { isCurrent: true })] });
    expect(older).toMatchObject({ state: 'todo', isRequired: false });
    expect(older.detail).toContain('Editors that run with 4.99.4 keep it until they are restarted.');
    expect(plan({ foreign: { path: '/usr/bin/code-server', version: '4.99.4' } }).isRequired).toBe(false);
  });

  it('downloads nothing where the pinned version lies unused', () => {
    const versions = [version('4.139.0', { isCurrent: true }), version('4.139.1')];
    expect(plan({ versions })).toMatchObject({ state: 'todo', isRequired: false, downloadBytes: 0 });
  });

  it('says when it is sent, what is there already, and when the disk is too small', () => {
    const partials = [{ sha256: pinned?.sha256 ?? '', bytes: 100_000_000 }];
    const step = plan({ downloaders: [], partials, freeBytes: 300_000_000 });
    expect(step.detail).toBe(
      'This computer downloads 222 MB from github.com and sends them over the link, because the server has neither curl nor wget. 100 MB of it are there already. It needs 789 MB of free disk, and there are 300 MB.',
    );
    expect(step.downloadBytes).toBe((pinned?.sizeBytes ?? 0) - 100_000_000);
  });

  it('tells of the sources that were chosen, and leaves to somebody else what none of them can do', () => {
    const details = ([[], ['release'], ['push'], ['npm']] as const).map((sources) => plan({}, sources).detail);
    expect(details).toEqual([
      'The server downloads 222 MB from github.com; if it cannot, this computer does and sends them over the link.',
      'The server downloads 222 MB from github.com.',
      'This computer downloads 222 MB from github.com and sends them over the link.',
      'The npm of the server builds it.',
    ]);
    expect(plan({}, ['npm'])).toMatchObject({ state: 'todo', downloadBytes: null });
    expect(plan({ downloaders: [] }, ['push']).detail).not.toContain('neither curl nor wget');
    expect(plan({ downloaders: [] }, ['release'])).toMatchObject({ state: 'by-hand', downloadBytes: 0 });
    expect(plan({ npm: null }, ['npm'])).toMatchObject({ state: 'by-hand', diskBytes: 0 });
  });

  it('takes npm for a processor without a release, and nothing where that is not there either', () => {
    expect(plan({ architecture: 'riscv64' })).toMatchObject({ state: 'todo', downloadBytes: null });
    for (const npm of [null, { node: '22.4.0', npm: '10.0.0' }]) {
      expect(plan({ architecture: 'riscv64', npm })).toMatchObject({ state: 'by-hand', isRequired: true });
    }
    expect(plan({ architecture: 'constructor', npm: null }).state).toBe('by-hand');
  });

  it.each([
    ['musl 1.2.4', 'by-hand'],
    ['glibc 2.17', 'by-hand'],
    ['glibc 2.28', 'todo'],
    ['glibc 3.0', 'todo'],
    ['unknown', 'todo'],
  ])('with %s: %s', (libc, state) => {
    const step = plan({ libc });
    expect(step.state).toBe(state);
    expect(planStep.safeParse(step).success).toBe(true);
    if (state === 'by-hand') expect(step.detail).toContain(libc);
  });
});
