import { expect, test } from 'vitest';
import { chordOf, type Press } from '../../../../main/contract/chords.ts';
import { defaultChords } from '../../../../main/contract/commands.ts';
import { commandOn } from '../../../../renderer/features/keys/chords-model.ts';

const press = (code: string, part: Partial<Press> = {}): Press => ({
  code,
  key: '',
  alt: false,
  control: false,
  meta: false,
  shift: false,
  ...part,
});
const on = (pressed: Press, isTyping = false, isDesktop = true) => {
  const text = chordOf(pressed);
  return text === null ? null : commandOn(defaultChords('linux'), text, { isTyping, isDesktop });
};

test('Alt and a digit go to a place, 0 to all servers, by the key’s place and not by what a Mac types with it', () => {
  expect(on(press('Digit3', { alt: true, key: '£' }))).toBe('place-3');
  expect(on(press('Digit0', { alt: true }))).toBe('fleet');
});

test('Alt+W closes, Alt+B hides the sidebar, / searches', () => {
  expect(on(press('KeyW', { alt: true, key: '∑' }))).toBe('close-tab');
  expect(on(press('KeyB', { alt: true }))).toBe('sidebar');
  expect(on(press('KeyA', { alt: true }))).toBe('add-repository');
  expect(on(press('Slash', { key: '/' }))).toBe('search');
  // On many keyboards "/" needs Shift.
  expect(on(press('Digit7', { key: '/', shift: true }))).toBe('search');
});

test('a letter is the one on the key, where another keyboard has it elsewhere', () => {
  expect(on(press('KeyZ', { alt: true, key: 'w' }))).toBe('close-tab');
  expect(on(press('KeyW', { alt: true, key: 'ц' }))).toBe('close-tab');
});

test.each([{ control: true }, { meta: true }])('keys of the browser and of the system are left alone: %o', (part) => {
  expect(on(press('Digit1', { alt: true, ...part }))).toBeNull();
  expect(on(press('KeyW', { alt: true, ...part }))).toBeNull();
});

test('what may type a sign is a text in a field; what counts everywhere counts there too', () => {
  expect(on(press('KeyW', { alt: true }), true)).toBeNull();
  expect(on(press('Slash', { key: '/' }), true)).toBeNull();
  expect(on(press('KeyK', { control: true, key: 'k' }), true)).toBe('palette');
  expect(on(press('KeyK', { alt: true, shift: true, key: 'K' }), true)).toBe('palette');
  expect(on(press('Slash', { key: '/', control: true }))).toBeNull();
});

test('a browser keeps its own search, zoom and reload', () => {
  const find = press('KeyF', { control: true, key: 'f' });
  expect(on(find)).toBe('find');
  expect(on(find, false, false)).toBeNull();
  expect(on(press('Equal', { control: true, key: '=' }))).toBe('zoom-in');
  expect(on(press('NumpadAdd', { control: true, key: '+' }))).toBe('zoom-in');
  expect(on(press('BracketRight', { control: true, key: '+' }))).toBe('zoom-in');
});
