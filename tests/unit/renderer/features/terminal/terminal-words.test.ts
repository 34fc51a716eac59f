import { describe, expect, test } from 'vitest';
import { cleanTitle } from '../../../../../renderer/features/terminal/clean-title.ts';
import { findInLines, piecesOf } from '../../../../../renderer/features/terminal/history-text.ts';
import { createInputQueue } from '../../../../../renderer/features/terminal/input-queue.ts';
import { textOfKey, withControl } from '../../../../../renderer/features/terminal/key-bar.ts';
import {
  asOneLine,
  cleanPaste,
  pasteBytes,
  pasteQuestion,
} from '../../../../../renderer/features/terminal/paste-text.ts';
import { fontSizeFor, isKeyboardOnly, sizeFor } from '../../../../../renderer/features/terminal/screen-layout.ts';
import { terminalColours } from '../../../../../renderer/features/terminal/terminal-colours.ts';
import { terminalAction } from '../../../../../renderer/features/terminal/terminal-keys.ts';
import {
  createTerminalSettings,
  fontFamilyOf,
  usesGraphics,
  usualTerminalSettings,
} from '../../../../../renderer/features/terminal/terminal-settings-model.ts';
import { endWords } from '../../../../../renderer/features/terminal/terminal-words.ts';
import { webAddress } from '../../../../../renderer/features/terminal/web-address.ts';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe('a paste', () => {
  test('brings no keys: only tabs and ends of lines stay of what controls', () => {
    expect(cleanPaste('a\u001b[201~b\u0003\u007f\u009bc\td\r\ne\rf')).toBe('a[201~bc\td\ne\nf');
  });

  test('is asked about where each line would run, where it is large, and nowhere else', () => {
    const lines = 'one\ntwo';
    expect(pasteQuestion(lines, { isBracketed: false, isAsked: true })).toMatchObject({ lineCount: 2, isLarge: false });
    expect(pasteQuestion(lines, { isBracketed: true, isAsked: true })).toBeNull();
    expect(pasteQuestion('one', { isBracketed: false, isAsked: true })).toBeNull();
    expect(pasteQuestion('x'.repeat(20_000), { isBracketed: true, isAsked: true })?.isLarge).toBe(true);
    expect(pasteQuestion('x\n'.repeat(20_000), { isBracketed: false, isAsked: false })).toBeNull();
  });

  test('ends lines as Enter does, between marks where they are known', () => {
    expect(text(pasteBytes('a\nb', false))).toBe('a\rb');
    expect(text(pasteBytes('a\nb', true))).toBe('\u001b[200~a\rb\u001b[201~');
    expect(asOneLine('  git commit \\\n\n   --amend ')).toBe('git commit \\ --amend');
  });
});

test('a title is one line that can be read, and short', () => {
  expect(cleanTitle('a\u001b]0;b\u0007\n c\u202e\u200bd')).toBe('a ]0;b c d');
  expect(cleanTitle('😀'.repeat(500))).toBe('😀'.repeat(120));
});

test('only pages of the web are opened, and none that pretends to be another one', () => {
  expect(webAddress('https://example.org/a?b#c')).toBe('https://example.org/a?b#c');
  for (const address of [
    'javascript:alert(1)',
    'file:///etc/passwd',
    'data:text/html,x',
    'berth://open/a/b',
    'https://example.org@evil.test/',
    'no address',
    `https://example.org/${'x'.repeat(3000)}`,
  ]) {
    expect(webAddress(address), address).toBeNull();
  }
});

test('what is typed goes out in order and in pieces, one at a time', async () => {
  const sent: string[] = [];
  const gates: (() => void)[] = [];
  const queue = createInputQueue((bytes) => {
    sent.push(text(bytes));
    return new Promise<void>((resolve) => gates.push(resolve));
  });
  const turn = async () => {
    gates.shift()?.();
    await new Promise((resolve) => setTimeout(resolve));
  };
  queue.push(new TextEncoder().encode('a'));
  queue.push(new TextEncoder().encode('b'));
  queue.push(new TextEncoder().encode('c'));
  expect(sent).toEqual(['a']);
  await turn();
  expect(sent).toEqual(['a', 'bc']);
  queue.push(new TextEncoder().encode('x'.repeat(40_000)));
  queue.push(new TextEncoder().encode('y'));
  for (let count = 0; count < 5; count += 1) await turn();
  expect(sent.slice(2).map(({ length }) => length)).toEqual([16_384, 16_384, 7_233]);
  expect(sent.at(-1)?.at(-1)).toBe('y');
  queue.push(new TextEncoder().encode('1'));
  queue.push(new TextEncoder().encode('2'));
  queue.clear();
  await turn();
  expect(sent.at(-1)).toBe('1');
});

test('the keys of a phone send what a keyboard would', () => {
  expect(textOfKey('Up', false)).toBe('\u001b[A');
  expect(textOfKey('Up', true)).toBe('\u001bOA');
  expect([withControl('c'), withControl('C'), withControl('['), withControl(' '), withControl('?')]).toEqual([
    '\u0003',
    '\u0003',
    '\u001b',
    '\u0000',
    '\u007f',
  ]);
  expect([withControl('é'), withControl('ab'), withControl('1')]).toEqual(['é', 'ab', '1']);
});

test('Control alone belongs to the program; with Shift, or Command, it is Berth’s', () => {
  expect(terminalAction('Ctrl+C', 'linux')).toBeNull();
  expect(terminalAction('Ctrl+Shift+C', 'linux')).toBe('copy');
  expect(terminalAction('Meta+C', 'mac')).toBe('copy');
  expect(terminalAction('Ctrl+Shift+C', 'mac')).toBeNull();
});

describe('the size', () => {
  const room = { widthPx: 800, heightPx: 400, cellWidthPx: 8, cellHeightPx: 16 };

  test('is what fits, and none while there is no room', () => {
    expect(sizeFor(room)).toEqual({ columns: 100, rows: 25 });
    expect(sizeFor({ ...room, widthPx: 0 })).toBeNull();
    expect(sizeFor({ ...room, heightPx: 10 })).toBeNull();
    expect(sizeFor({ ...room, cellWidthPx: Number.NaN })).toBeNull();
  });

  test('of another view is drawn with smaller letters, never with larger ones', () => {
    expect(fontSizeFor({ columns: 200, rows: 25 }, room, 13)).toBe(6.5);
    expect(fontSizeFor({ columns: 20, rows: 5 }, room, 13)).toBe(13);
    expect(fontSizeFor({ columns: 1000, rows: 25 }, room, 13)).toBe(6);
  });

  test('does not follow a keyboard on the screen', () => {
    const low = { ...room, heightPx: 200 };
    expect(isKeyboardOnly(room, low, true)).toBe(true);
    expect(isKeyboardOnly(room, low, false)).toBe(false);
    expect(isKeyboardOnly(room, { ...low, widthPx: 300 }, true)).toBe(false);
    expect(isKeyboardOnly(null, low, true)).toBe(false);
  });
});

test('history is searched in any case, and each match is told apart', () => {
  const lines = ['Error: error', 'none', 'an ERROR'];
  const matches = findInLines(lines, 'error');
  expect(matches).toEqual([
    { line: 0, start: 0, end: 5 },
    { line: 0, start: 7, end: 12 },
    { line: 2, start: 3, end: 8 },
  ]);
  expect(piecesOf(lines[0] ?? '', matches.slice(0, 2), 0)).toEqual([
    { text: 'Error', match: 0 },
    { text: ': ', match: null },
    { text: 'error', match: 1 },
  ]);
  expect(findInLines(['x'.repeat(5000)], 'x')).toHaveLength(1000);
  expect(findInLines(lines, '')).toEqual([]);
});

describe('the settings', () => {
  const storage = () => {
    const kept = new Map<string, string>();
    return {
      kept,
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    };
  };

  test('are kept, within limits, and what cannot be read counts as usual', () => {
    const first = storage();
    const model = createTerminalSettings(first);
    model.change({ fontSizePx: 400, fontFamily: `Iosevka, "Evil"; url(x)` });
    const again = createTerminalSettings(first).store.getState();
    expect(again.fontSizePx).toBe(28);
    expect(fontFamilyOf(again)).toMatch(/^'Iosevka', 'Evil url\(x\)', 'JetBrains Mono'/);
    first.kept.set('berth.terminal', '{"fontSizePx":"x","mayCopy":true}');
    expect(createTerminalSettings(first).store.getState()).toEqual({ ...usualTerminalSettings, mayCopy: true });
    expect(createTerminalSettings(first, true).store.getState()).toEqual(usualTerminalSettings);
  });

  test('let programs nowhere near the clipboard at first, and leave Linux without the graphics processor', () => {
    expect(usualTerminalSettings).toMatchObject({ mayCopy: false, asksBeforePaste: true });
    expect(usesGraphics(usualTerminalSettings, 'linux')).toBe(false);
    expect(usesGraphics(usualTerminalSettings, 'mac')).toBe(true);
    expect(usesGraphics({ ...usualTerminalSettings, graphics: 'on' }, 'linux')).toBe(true);
  });
});

const luminance = (colour: string) => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const contrast = (one: string, other: string) => {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((first, second) => first - second);
  return (light + 0.05) / (dark + 0.05);
};

test.each(['dark', 'light'] as const)('every colour of the %s palette can be read', (theme) => {
  const { background, black, cursorAccent, selectionBackground, ...readable } = terminalColours(theme);
  const unreadable = Object.entries(readable).filter(([, colour]) => contrast(colour, background) < 4.5);
  expect(unreadable).toEqual([]);
  expect(contrast(cursorAccent, readable.cursor)).toBeGreaterThan(4.5);
  expect(contrast(readable.foreground, selectionBackground)).toBeGreaterThan(4.5);
  expect(black).not.toBe(background);
});

test('an end is told with its code or signal, and openly where neither is known', () => {
  const ended = { title: 'Build', exitCode: 3, exitSignal: null, endedAtMs: 0 };
  expect(endWords(ended, 120_000)).toBe('Build ended with exit code 3, 2 min ago.');
  expect(endWords({ ...ended, exitSignal: 'SIGKILL', endedAtMs: null }, 0)).toBe('Build ended by SIGKILL.');
  expect(endWords({ ...ended, exitCode: null, endedAtMs: null }, 0)).toBe('Build ended; how is not known.');
});
