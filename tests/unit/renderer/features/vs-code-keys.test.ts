import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { chord, chordParts } from '../../../../main/contract/chords.ts';
import { commands, defaultChords } from '../../../../main/contract/commands.ts';
import { keptCommand } from '../../../../main/electron/keys/kept-keys.ts';
import { chordOfVsCode, usesOf, vsCodeKeys } from '../../../../renderer/features/keys/vs-code-keys.ts';
import { codeServerVersion } from '../../../support/sandbox/code-server/ensure-code-server.ts';

const directory = path.resolve(import.meta.dirname, '../../../../renderer/features/keys/vs-code-keys');
/** What VS Code itself told on each system; tests/electron/support/dump-vs-code-keys.ts asks it. */
const keysOf = (system: string) =>
  vsCodeKeys.parse(JSON.parse(readFileSync(path.join(directory, `${system}.json`), 'utf8')));

describe.each(['mac', 'windows', 'linux'] as const)('the keys of VS Code on %s', (system) => {
  const told = keysOf(system);
  const uses = usesOf(told);

  it('are those of the code-server that Berth brings', () => {
    expect(told.version).toBe(codeServerVersion);
    expect(Object.keys(told.commandByKeys).length).toBeGreaterThan(390);
    // With those of the extensions that come with it, which it tells some moments later.
    expect(Object.values(told.commandByKeys)).toContain('git.stageSelectedRanges');
  });

  it('are read as chords, but for keys that no chord of Berth has', () => {
    const unread = Object.keys(told.commandByKeys).filter((keys) => chordOfVsCode(keys.split(' ')[0] ?? '') === null);
    expect(unread.filter((keys) => !/browserback|browserforward|IntlBackslash/.test(keys))).toEqual([]);
  });

  it('are not among those that Berth keeps from editors', () => {
    const kept = defaultChords(system).filter(({ everywhere }) => everywhere !== null);
    expect(kept.filter(({ everywhere }) => uses.has(everywhere ?? ''))).toEqual([]);
    expect(kept.length).toBeGreaterThan(10);
  });

  it('are not taken by the first of several keys, either', () => {
    const first = system === 'mac' ? 'Meta+K' : 'Ctrl+K';
    expect(uses.has(first)).toBe(true);
    const press = {
      code: 'KeyK',
      key: 'k',
      alt: false,
      shift: false,
      control: system !== 'mac',
      meta: system === 'mac',
    };
    const pressed = { ...press, type: 'keyDown', isComposing: false, isAutoRepeat: false };
    // It opens the palette on Berth's own page, and is VS Code's in an editor.
    expect(keptCommand(defaultChords(system), pressed, 'editor')).toBeNull();
  });

  it('are left to VS Code where everybody knows them', () => {
    const modifier = system === 'mac' ? 'Meta+' : 'Ctrl+';
    const everywhere = new Set(defaultChords(system).map((used) => used.everywhere));
    const known = ['W', 'N', 'T', 'P', 'Shift+P', 'Tab', 'F', 'R', 'K', 'B', 'J', '0', '1', ','];
    expect(known.filter((key) => everywhere.has(`${modifier}${key}`))).toEqual([]);
  });
});

test.each(['mac', 'windows', 'linux'] as const)(
  'no two commands have the same keys on %s, and all are chords',
  (system) => {
    const all = defaultChords(system)
      .flatMap(({ onPage, everywhere }) => [onPage, everywhere])
      .filter((text) => text !== null);
    expect(all.filter((text) => !chord.safeParse(text).success)).toEqual([]);
    expect(all.filter((text, index) => all.indexOf(text) !== index)).toEqual([]);
  },
);

test('no keys everywhere are AltGr, which types signs, nor a sign of Option on a Mac', () => {
  for (const system of ['windows', 'linux', 'mac'] as const) {
    for (const { command, everywhere } of defaultChords(system)) {
      if (everywhere === null) continue;
      const { hasControl, hasAlt, hasMeta } = chordParts(everywhere);
      expect(hasControl && hasAlt, `${command} on ${system}`).toBe(false);
      if (system === 'mac') expect(hasMeta, command).toBe(true);
    }
  }
});

test('what any browser does is a forwarded page’s too, and not an editor’s', () => {
  const chords = defaultChords('linux');
  const press = { alt: false, shift: false, control: true, meta: false, isComposing: false, isAutoRepeat: false };
  const find = { ...press, type: 'keyDown', code: 'KeyF', key: 'f' };
  expect(keptCommand(chords, find, 'page')).toBe('find');
  expect(keptCommand(chords, find, 'editor')).toBeNull();
  expect(keptCommand(chords, { ...find, type: 'keyUp' }, 'page')).toBeNull();
  expect(keptCommand(chords, { ...find, isComposing: true }, 'page')).toBeNull();
  const larger = { ...press, type: 'keyDown', code: 'Equal', key: '=' };
  expect(keptCommand(chords, larger, 'editor')).toBe('zoom-in');
  // What Berth's own page has by Alt and a letter is a web page's as well.
  const close = { ...press, type: 'keyDown', control: false, alt: true, code: 'KeyW', key: 'w' };
  expect(commands['close-tab'].onPage.linux).toBe('Alt+W');
  expect(keptCommand(chords, close, 'page')).toBeNull();
});
