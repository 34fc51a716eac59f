import { expect, test } from 'vitest';
import { chordWords } from '../../../../main/contract/chords.ts';
import { type CommandId, commandIds } from '../../../../main/contract/commands.ts';
import { clashOf } from '../../../../renderer/features/keys/chord-clashes.ts';
import { createChordsModel, keysOf, type Reach } from '../../../../renderer/features/keys/chords-model.ts';
import { findCommands } from '../../../../renderer/features/keys/find-commands.ts';
import { systemOfBrowser } from '../../../../renderer/features/keys/system-of-browser.ts';

function modelOn(system: 'mac' | 'windows' | 'linux' = 'linux', stored = new Map<string, string>(), isSafe = false) {
  const storage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
  };
  return { stored, model: createChordsModel({ storage, system, isSafe }) };
}
type Model = ReturnType<typeof modelOn>['model'];
const used = (model: Model, command: CommandId) => model.store.getState().used[commandIds.indexOf(command)];

test('what is set is there the next time; safe mode has the first keys and forgets nothing', () => {
  const { model, stored } = modelOn();
  model.set('theme', 'everywhere', 'Alt+Shift+M');
  model.set('sidebar', 'onPage', null);
  expect(used(modelOn('linux', stored).model, 'theme')?.everywhere).toBe('Alt+Shift+M');
  expect(used(modelOn('linux', stored).model, 'sidebar')?.onPage).toBeNull();
  expect(used(modelOn('linux', stored, true).model, 'sidebar')?.onPage).toBe('Alt+B');
  expect(used(modelOn('linux', stored).model, 'theme')?.everywhere).toBe('Alt+Shift+M');
  model.reset('theme');
  expect(used(model, 'theme')?.everywhere).toBeNull();
  model.resetAll();
  expect(used(model, 'sidebar')?.onPage).toBe('Alt+B');
});

test('what somebody else wrote into the storage is not believed', () => {
  const stored = new Map([['berth.chords', '{"theme":{"everywhere":"Ctrl+Nonsense"}}']]);
  expect(used(modelOn('linux', stored).model, 'theme')?.everywhere).toBeNull();
  stored.set('berth.chords', '{"no-such-command":{"onPage":"Alt+Q"}}');
  expect(modelOn('linux', stored).model.store.getState().used).toHaveLength(commandIds.length);
});

test('keys that are given to a command are taken from the one that had them', () => {
  const { model } = modelOn();
  model.set('theme', 'onPage', 'Alt+B');
  expect(used(model, 'theme')?.onPage).toBe('Alt+B');
  expect(used(model, 'sidebar')?.onPage).toBeNull();
  model.set('theme', 'everywhere', 'Alt+W');
  expect(used(model, 'close-tab')).toMatchObject({ onPage: null, everywhere: 'Alt+Shift+W' });
});

const vsCode = new Map([['Ctrl+P', 'workbench.action.quickOpen']]);
const clash = (system: 'mac' | 'windows' | 'linux', reach: Reach, text: string) => {
  const { model } = modelOn(system);
  return clashOf({ command: 'theme', reach, text, used: model.store.getState().used, system, vsCode });
};

test.each([
  ['linux', 'everywhere', 'K', 'refused'],
  ['linux', 'onPage', 'Left', 'refused'],
  ['linux', 'onPage', 'Escape', 'refused'],
  ['linux', 'onPage', 'Ctrl+C', 'refused'],
  ['mac', 'onPage', 'Meta+C', 'refused'],
  ['mac', 'everywhere', 'Meta+Q', 'refused'],
  ['windows', 'everywhere', 'Alt+F4', 'refused'],
  ['linux', 'onPage', 'Alt+B', 'taken'],
  ['linux', 'everywhere', 'Alt+B', 'taken'],
  ['linux', 'everywhere', 'Ctrl+P', 'warned'],
  ['windows', 'everywhere', 'Ctrl+Alt+E', 'warned'],
  ['windows', 'onPage', 'Meta+E', 'warned'],
  ['mac', 'everywhere', 'Alt+M', 'warned'],
] as const)('on %s, %s, %s is %s', (system, reach, text, level) => {
  expect(clash(system, reach, text)?.level).toBe(level);
});

test.each([
  ['linux', 'onPage', 'Ctrl+P'],
  ['linux', 'onPage', 'K'],
  ['linux', 'everywhere', 'F9'],
  ['mac', 'everywhere', 'Ctrl+Alt+E'],
] as const)('on %s, %s, nothing speaks against %s', (system, reach, text) => {
  expect(clash(system, reach, text)).toBeNull();
});

test('a clash names the other command and what VS Code does', () => {
  expect(clash('linux', 'onPage', 'Alt+B')?.sentence).toContain('Show or hide the sidebar');
  expect(clash('linux', 'everywhere', 'Ctrl+P')?.sentence).toContain('workbench.action.quickOpen');
});

test('keys are written as each system prints them, and found by it', () => {
  expect(chordWords('Ctrl+Alt+Shift+Meta+Plus', 'mac')).toBe('⌃⌥⇧⌘+');
  expect(chordWords('Ctrl+Shift+PageDown', 'windows')).toBe('Ctrl+Shift+PgDn');
  expect(chordWords('Meta+Left', 'linux')).toBe('Super+←');
  const { model } = modelOn();
  expect(keysOf(model.store.getState(), 'linux', 'close-tab')).toBe('Alt+W');
  expect(keysOf(model.store.getState(), 'linux', 'close-tab', 'everywhere')).toBe('Alt+Shift+W');
  expect(keysOf(model.store.getState(), 'linux', 'fleet', 'everywhere')).toBe('Alt+0');
  const found = findCommands(model.store.getState().used, 'sidebar alt+b', 'linux');
  expect(found.flatMap(({ rows }) => rows.map(({ command }) => command))).toEqual(['sidebar']);
});

test('a browser says which system it is on', () => {
  expect(systemOfBrowser({ userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)' })).toBe('mac');
  expect(systemOfBrowser({ userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)' })).toBe('windows');
  expect(systemOfBrowser({ userAgent: 'Mozilla/5.0 (X11; Linux x86_64)' })).toBe('linux');
});
