import { z } from 'zod';
import { chordOf, type System } from '../../../main/contract/chords.ts';

/** The default keys of VS Code on one system, as its own list of them tells; see the script that wrote them. */
export const vsCodeKeys = z.object({
  /** Of the code-server that was asked. */
  version: z.string(),
  /** Commands by their keys, in VS Code's own words: `ctrl+k ctrl+s`. */
  commandByKeys: z.record(z.string(), z.string()),
});
export type VsCodeKeys = z.output<typeof vsCodeKeys>;

/** What VS Code does with each chord; where more keys have to follow, that. */
export function usesOf({ commandByKeys }: VsCodeKeys): ReadonlyMap<string, string> {
  const uses = new Map<string, string>();
  for (const [keys, command] of Object.entries(commandByKeys)) {
    const [first = '', ...more] = keys.split(' ');
    const text = chordOfVsCode(first);
    if (text === null || (more.length > 0 && uses.has(text))) continue;
    uses.set(text, more.length > 0 ? 'the first of several keys' : command);
  }
  return uses;
}

/** Reads the default keys of a system; they are large, and needed only where keys are set. */
export async function readVsCodeKeys(system: System): Promise<VsCodeKeys> {
  const { default: read } = await readers[system]();
  return vsCodeKeys.parse(read);
}

const readers: Readonly<Record<System, () => Promise<{ readonly default: unknown }>>> = {
  mac: () => import('./vs-code-keys/mac.json', { with: { type: 'json' } }),
  windows: () => import('./vs-code-keys/windows.json', { with: { type: 'json' } }),
  linux: () => import('./vs-code-keys/linux.json', { with: { type: 'json' } }),
};

const modifierWords: Readonly<Record<string, 'control' | 'alt' | 'shift' | 'meta'>> = {
  ctrl: 'control',
  alt: 'alt',
  shift: 'shift',
  cmd: 'meta',
  win: 'meta',
  meta: 'meta',
};

/** One of VS Code's chords, such as `ctrl+shift+[`, as one of ours; null for keys that we do not know. */
export function chordOfVsCode(words: string): string | null {
  const press = { control: false, alt: false, shift: false, meta: false };
  let rest = words;
  for (;;) {
    const [, modifier = '', next = ''] = /^([a-z]+)\+(.+)$/.exec(rest) ?? [];
    const name = modifierWords[modifier];
    if (name === undefined) break;
    press[name] = true;
    rest = next;
  }
  const key = keyOf(rest, press.shift);
  return key === null ? null : chordOf({ ...press, ...key });
}

interface Key {
  readonly code: string;
  readonly key: string;
}

const signs: Readonly<Record<string, readonly [code: string, shifted: string]>> = {
  '-': ['Minus', '_'],
  '=': ['Equal', '+'],
  '[': ['BracketLeft', '{'],
  ']': ['BracketRight', '}'],
  ';': ['Semicolon', ':'],
  "'": ['Quote', '"'],
  '`': ['Backquote', '~'],
  '\\': ['Backslash', '|'],
  ',': ['Comma', '<'],
  '.': ['Period', '>'],
  '/': ['Slash', '?'],
};

const named: Readonly<Record<string, string>> = {
  up: 'ArrowUp',
  down: 'ArrowDown',
  left: 'ArrowLeft',
  right: 'ArrowRight',
  pageup: 'PageUp',
  pagedown: 'PageDown',
  home: 'Home',
  end: 'End',
  tab: 'Tab',
  enter: 'Enter',
  space: 'Space',
  escape: 'Escape',
  backspace: 'Backspace',
  delete: 'Delete',
  insert: 'Insert',
};

const ofNumberPad: Readonly<Record<string, string>> = { add: '+', subtract: '-', multiply: '*', divide: '/' };

/** A key on a keyboard of the United States, which is what the list is written for. */
function keyOf(word: string, hasShift: boolean): Key | null {
  if (/^[a-z]$/.test(word)) return { code: `Key${word.toUpperCase()}`, key: word };
  if (/^[0-9]$/.test(word)) return { code: `Digit${word}`, key: word };
  if (/^f[0-9]+$/.test(word)) return { code: word.toUpperCase(), key: word.toUpperCase() };
  const number = /^numpad([0-9])$/.exec(word)?.[1];
  if (number !== undefined) return { code: `Numpad${number}`, key: number };
  const padSign = ofNumberPad[/^numpad_([a-z]+)$/.exec(word)?.[1] ?? ''];
  if (padSign !== undefined) return { code: '', key: padSign };
  const sign = signs[word];
  if (sign !== undefined) return { code: sign[0], key: hasShift ? sign[1] : word };
  const code = named[word];
  return code === undefined ? null : { code, key: code };
}
