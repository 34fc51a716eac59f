import { expect, test } from 'vitest';
import { keyCommand } from '../../../../renderer/app/keyboard.ts';

const press = (code: string, part: object = {}) => ({
  code,
  key: '',
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  isTyping: false,
  ...part,
});

test('Alt and a digit go to a place, 0 to all servers, by the key’s place and not by what a Mac types with it', () => {
  expect(keyCommand(press('Digit3', { altKey: true, key: '£' }))).toEqual({ kind: 'place', place: 3 });
  expect(keyCommand(press('Digit0', { altKey: true }))).toEqual({ kind: 'fleet' });
});

test('Alt+W closes, Alt+B hides the sidebar, / searches', () => {
  expect(keyCommand(press('KeyW', { altKey: true }))).toEqual({ kind: 'close-tab' });
  expect(keyCommand(press('KeyB', { altKey: true }))).toEqual({ kind: 'sidebar' });
  expect(keyCommand(press('KeyA', { altKey: true }))).toEqual({ kind: 'add-repository' });
  expect(keyCommand(press('Slash', { key: '/' }))).toEqual({ kind: 'search' });
  // On many keyboards "/" needs Shift.
  expect(keyCommand(press('Digit7', { key: '/', shiftKey: true }))).toEqual({ kind: 'search' });
});

test.each([{ ctrlKey: true }, { metaKey: true }, { shiftKey: true }, { isTyping: true }])(
  'keys of the browser, of the system and of a text field are left alone: %o',
  (part) => {
    expect(keyCommand(press('Digit1', { altKey: true, ...part }))).toBeNull();
    expect(keyCommand(press('KeyW', { altKey: true, ...part }))).toBeNull();
  },
);

test('a slash typed in a field is a slash', () => {
  expect(keyCommand(press('Slash', { key: '/', isTyping: true }))).toBeNull();
  expect(keyCommand(press('Slash', { key: '/', ctrlKey: true }))).toBeNull();
});
