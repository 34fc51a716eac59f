import { expect, it } from 'vitest';
import { screenText } from '../../../../main/core/sessions/screen-text.ts';
import {
  toldCapture,
  toldHooks,
  toldOutcome,
  toldSessionList,
  toldTranscript,
} from '../../../../main/core/sessions/told-sessions.ts';
import { listOf, row } from './scene.ts';

const nasty = '\u001b]0;owned\u0007\u001b[2J\u202eevil\u0000\u009b31m\r\nnext\u2066';
const forbidden = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

it('takes control and direction characters out of every text of a list', () => {
  const texts = {
    title: nasty,
    preset: nasty,
    model: nasty,
    repository: nasty,
    path: `/srv/${nasty}`,
    worktreeBranch: nasty,
    stateDetail: nasty,
    exitSignal: nasty,
  };
  const list = listOf([row('a', texts)]);
  const keeping = { ...list.keeping, message: nasty, nextStep: nasty, tmuxVersion: nasty };
  const told = JSON.stringify(toldSessionList.parse({ ...list, keeping }));
  expect(JSON.parse(told).sessions[0].title).toContain('evil');
  const strings: string[] = [];
  JSON.parse(told, (_key, value) => {
    if (typeof value === 'string') strings.push(value);
    return value;
  });
  expect(strings.filter((text) => forbidden.test(text) || text.includes('\n'))).toEqual([]);
});

it('a title of nothing but control characters is called by the id', () => {
  expect(toldSessionList.parse(listOf([row('a', { title: '\u0007\u202e' })])).sessions[0]?.title).toBe('a');
});

it.each([
  ['an id that leads elsewhere', [row('../a')]],
  ['a state that is none', [{ ...row('a'), state: 'busy' }]],
  ['more sessions than a host may have', Array.from({ length: 501 }, (_, index) => row(`a${index}`))],
  ['a negative number of viewers', [row('a', { viewerCount: -1 })]],
])('refuses %s', (_what, sessions) => {
  expect(toldSessionList.safeParse({ ...listOf([]), sessions }).success).toBe(false);
});

const captured = (text: string) => ({ text, historyLines: 0, columns: 80, rows: 24, isAlternate: false });

it('a screen keeps its lines, and colours only when they are wanted', () => {
  const text =
    '\u001b[1;31mred\u001b[0m\tat\nnext \u001b]8;;http://x\u001b\\link\u001b]8;;\u001b\\ \u001b[2Jgone\u0007';
  expect(toldCapture(false).parse(captured(text)).text).toBe('red\tat\nnext link gone');
  expect(toldCapture(true).parse(captured(text)).text).toBe('\u001b[1;31mred\u001b[0m\tat\nnext link gone');
});

it.each([
  '\u001b]0;\u001b[31mx',
  '\u001bP+q\u001b[31m\u001b\\',
  '\u001b[31',
  '\u001b',
  '\u009b2J',
  '\u001b[?1049h',
  '\u001bc',
])('nothing of %j is left to obey, with colours or without', (text) => {
  const colours = /\u001b\[[0-9;:]*m/g;
  expect(toldCapture(true).parse(captured(text)).text.replace(colours, '')).not.toMatch(forbidden);
  expect(screenText(text)).not.toMatch(forbidden);
});

it('keeps what joins an emoji, and letters of all kinds', () => {
  expect(screenText('👩‍💻 日本語 é\u0301')).toBe('👩‍💻 日本語 é\u0301');
});

it('a transcript names a file and no way to another folder', () => {
  const told = (fileName: string) =>
    toldTranscript.parse({ source: 'screen', fileName, text: nasty, isCut: false }).fileName;
  expect(told('../../etc/passwd')).not.toMatch(/[/\\]|^\./);
  expect(told('..')).toBe('session.txt');
  expect(told('Fix „it“ 日本.md')).toMatch(/^Fix .*日本\.md$/);
});

it('cleans reasons and files', () => {
  expect(toldOutcome.parse({ outcome: 'held', reason: nasty }).reason).not.toMatch(forbidden);
  expect(toldHooks.parse([{ agent: 'codex', state: 'missing', file: nasty }])[0]?.file).not.toMatch(forbidden);
});
