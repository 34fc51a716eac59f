import { describe, expect, it } from 'vitest';
import { checkArrows } from '../../../build/check/import-arrows.ts';

/** What the check says of one file that imports this. */
const problemsOf = (path: string, specifier: string) =>
  checkArrows([{ path, text: `import '${specifier}';\n` }]).output;

describe('arrows that are allowed', () => {
  it.each([
    ['main/contract/a.ts', 'zod'],
    ['main/contract/a.ts', './b.ts'],
    ['main/transport/a.ts', '../contract/a.ts'],
    ['main/core/ssh/a.ts', 'ssh2'],
    ['main/core/ssh/a.ts', '../store/a.ts'],
    ['main/core/remote/a.ts', '../ssh/link.ts'],
    ['main/core/gate/a.ts', 'node:http'],
    ['main/core/instances/a.ts', '../remote/remote.ts'],
    ['main/core/instances/a.ts', '../gate/gate.ts'],
    ['main/core/instances/a.ts', './b.ts'],
    ['main/core/create-core.ts', './instances/a.ts'],
    ['main/electron/electron.ts', 'electron'],
    ['main/electron/preload.ts', 'electron'],
    ['main/electron/a.ts', '#electron'],
    ['main/electron/a.ts', '../core/create-core.ts'],
    ['main/web/a.ts', '@fastify/static'],
    ['main/cli/a.ts', '../transport/memory.ts'],
    ['renderer/api/a.ts', '../../main/transport/connect.ts'],
    ['renderer/features/link/a.tsx', '../../api/session.ts'],
    ['renderer/features/link/a.tsx', 'zustand/vanilla'],
    ['renderer/app/a.tsx', '../features/link/LinkMark.tsx'],
    ['build/demo/a.ts', '../../tests/support/sandbox/a.ts'],
    ['tests/unit/a.test.ts', '../../main/core/ssh/a.ts'],
    ['tests/electron/a.ts', 'electron'],
  ])('%s may import %s', (path, specifier) => {
    expect(problemsOf(path, specifier)).toBe('');
  });
});

describe('arrows that are refused', () => {
  it.each([
    // The contract is pure.
    ['main/contract/a.ts', 'node:fs'],
    ['main/contract/a.ts', 'pino'],
    ['main/contract/a.ts', '../core/ports.ts'],
    // Transport knows the contract alone.
    ['main/transport/a.ts', '../core/core.ts'],
    ['main/transport/a.ts', 'electron'],
    ['main/transport/a.ts', 'ws'],
    // The core knows no shell, no server, no electron; ssh2 has one home.
    ['main/core/instances/a.ts', '../../web/a.ts'],
    ['main/core/instances/a.ts', '../../electron/a.ts'],
    ['main/core/instances/a.ts', '../../transport/a.ts'],
    ['main/core/instances/a.ts', '#electron'],
    ['main/core/instances/a.ts', 'electron'],
    ['main/core/instances/a.ts', 'fastify'],
    ['main/core/instances/a.ts', 'node:http'],
    ['main/core/instances/a.ts', 'node:net'],
    ['main/core/instances/a.ts', 'ssh2'],
    ['main/core/instances/a.ts', 'ssh2/lib/client.js'],
    ['main/core/remote/a.ts', 'ssh2'],
    ['main/core/ssh/a.ts', 'node:http'],
    // Capabilities meet in create-core.ts only.
    ['main/core/instances/a.ts', '../cleanup/a.ts'],
    ['main/core/instances/a.ts', '../gate/create-gate.ts'],
    ['main/core/instances/a.ts', '../create-core.ts'],
    ['main/core/ssh/a.ts', '../remote/a.ts'],
    ['main/core/ssh/a.ts', '../instances/a.ts'],
    ['main/core/store/a.ts', '../ssh/a.ts'],
    ['main/core/gate/a.ts', '../instances/a.ts'],
    ['main/core/host.ts', './instances/a.ts'],
    // Shells do not know one another, nor the core's inside; electron has one door.
    ['main/web/a.ts', '#electron'],
    ['main/web/a.ts', 'electron'],
    ['main/web/a.ts', '../electron/a.ts'],
    ['main/electron/a.ts', 'electron'],
    ['main/electron/a.ts', 'electron/main'],
    ['main/electron/a.ts', '../web/a.ts'],
    ['main/electron/a.ts', '../core/ssh/a.ts'],
    ['main/cli/a.ts', '../core/instances/a.ts'],
    // The page reaches the core through its api alone.
    ['renderer/api/a.ts', '../../main/core/core.ts'],
    ['renderer/api/a.ts', 'node:path'],
    ['renderer/features/link/a.tsx', '../../../main/transport/connect.ts'],
    ['renderer/features/link/a.tsx', '../profiles/profiles-model.ts'],
    ['renderer/features/link/a.tsx', '../../app/App.tsx'],
    ['renderer/ui/a.tsx', '../features/link/a.tsx'],
    ['renderer/ui/a.tsx', '../api/session.ts'],
    ['renderer/lib/a.ts', '../ui/Button.tsx'],
    ['renderer/app/a.tsx', '../../main/core/core.ts'],
    ['renderer/app/a.tsx', '../../main/transport/connect.ts'],
    ['renderer/main.tsx', 'electron'],
    // What is shipped knows neither build nor tests.
    ['main/cli/a.ts', '../../build/test/counts.ts'],
    ['main/core/ssh/a.ts', '../../../tests/support/a.ts'],
    ['renderer/app/a.tsx', '../../tests/support/a.ts'],
    // No Electron outside its own tests.
    ['tests/integration/a.ts', 'electron'],
    ['tests/integration/a.ts', '#electron'],
    ['build/demo/a.ts', 'electron'],
    ['build/demo/a.ts', '../../tests/unit/a.ts'],
  ])('%s must not import %s', (path, specifier) => {
    expect(problemsOf(path, specifier)).toContain('must not import');
  });

  it('also when only a type crosses, or the import is dynamic, or a re-export', () => {
    for (const text of [
      "import type { A } from '../cleanup/a.ts';",
      "type A = import('../cleanup/a.ts').A;",
      "const a = await import('../cleanup/a.ts');",
      "export * from '../cleanup/a.ts';",
    ]) {
      const { output } = checkArrows([{ path: 'main/core/instances/a.ts', text: `\n${text}` }]);
      expect(output).toBe('main/core/instances/a.ts:2 (main/core/instances/) must not import main/core/cleanup/a.ts');
    }
  });

  it('when the target is computed, in what is shipped', () => {
    const text = 'export const load = (name: string) => import(name);';
    expect(checkArrows([{ path: 'main/web/a.ts', text }]).output).toContain('cannot be checked');
    expect(checkArrows([{ path: 'tests/unit/a.ts', text }]).isOk).toBe(true);
  });

  it('when a file is where nothing is known of', () => {
    expect(problemsOf('main/helpers/a.ts', './b.ts')).toContain('is in no place');
    expect(problemsOf('scripts/a.ts', './b.ts')).toContain('is in no place');
    expect(problemsOf('main/core/helper.ts', './b.ts')).toContain('is in no place');
  });
});

describe('cycles', () => {
  const file = (path: string, ...imports: string[]) => ({ path, text: imports.map((one) => `${one}\n`).join('') });

  it('are refused, with all members named', () => {
    const { isOk, output, count } = checkArrows([
      file('main/web/a.ts', "import './b.ts';"),
      file('main/web/b.ts', "export * from './c.ts';"),
      file('main/web/c.ts', "import { type A, b } from './a.ts';"),
      file('main/web/d.ts', "import './a.ts';"),
    ]);
    expect([isOk, count]).toEqual([false, 4]);
    expect(output).toBe('these modules import one another: main/web/a.ts, main/web/b.ts, main/web/c.ts');
  });

  it('are refused when a module imports itself', () => {
    expect(checkArrows([file('main/web/a.ts', "import './a.ts';")]).output).toContain('main/web/a.ts');
  });

  it('of types are none: they are gone when the program runs', () => {
    const types = [
      file('main/web/a.ts', "import type { B } from './b.ts';"),
      file('main/web/b.ts', "import type { A } from './a.ts';"),
    ];
    expect(checkArrows(types).isOk).toBe(true);
  });

  it('are told apart from two ways to the same module', () => {
    const diamond = [
      file('main/web/a.ts', "import './b.ts'; import './c.ts';"),
      file('main/web/b.ts', "import './d.ts';"),
      file('main/web/c.ts', "import './d.ts';"),
      file('main/web/d.ts'),
    ];
    expect(checkArrows(diamond).isOk).toBe(true);
  });
});
