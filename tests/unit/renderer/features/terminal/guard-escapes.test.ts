import xterm from '@xterm/headless';
import { expect, test } from 'vitest';
import { copiedText, guardEscapes } from '../../../../../renderer/features/terminal/guard-escapes.ts';
import { beyondReplies, escapeCorpus } from '../../../../support/terminal/escape-corpus.ts';

/** A terminal without a page, guarded as those on the page are. */
function guarded() {
  const terminal = new xterm.Terminal({ allowProposedApi: true, windowOptions: {} });
  const replies: string[] = [];
  const copied: string[] = [];
  guardEscapes(terminal, (text) => copied.push(text));
  terminal.onData((text) => replies.push(text));
  const write = (text: string) => new Promise<void>((resolve) => terminal.write(text, resolve));
  return { terminal, replies, copied, write };
}

test.each(Object.entries(escapeCorpus))('what programs try: %s', async (_try, sequences) => {
  for (const sequence of sequences) {
    const { replies, write } = guarded();
    await write(sequence);
    await write('\u0018\u001b\\');
    expect(beyondReplies(replies.join('')), JSON.stringify(sequence)).toBe('');
  }
});

test('harmless questions are answered, because programs wait for that', async () => {
  const { replies, write } = guarded();
  await write('\u001b[c\u001b[6n');
  expect(replies).toEqual(['\u001b[?1;2c', '\u001b[1;1R']);
});

test('a text for the clipboard is handed over only as a whole text, and the clipboard is never told', () => {
  const encoded = (text: string) => Buffer.from(text).toString('base64');
  expect(copiedText(`c;${encoded('grüße')}`)).toBe('grüße');
  expect(copiedText(`;${encoded('x')}`)).toBe('x');
  expect(copiedText('c;?')).toBeNull();
  expect(copiedText('c;')).toBeNull();
  expect(copiedText('c;====')).toBeNull();
  expect(copiedText(`c;${Buffer.from([0xff, 0xfe]).toString('base64')}`)).toBeNull();
  expect(copiedText(`c;${encoded('x'.repeat(900_000))}`)).toBeNull();
});

test('what a program copies reaches the page by one way only', async () => {
  const { copied, write } = guarded();
  await write('\u001b]52;c;aGk=\u0007\u001b]52;c;?\u0007');
  expect(copied).toEqual(['hi']);
});
