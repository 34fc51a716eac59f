import { describe, expect, it } from 'vitest';
import { fail, succeed } from '../../../../main/contract/failure.ts';
import { Mailbox } from '../../../../main/core/streams/mailbox.ts';
import { operationStream } from '../../../../main/core/streams/operation-stream.ts';

async function take<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of stream) items.push(item);
  return items;
}

describe('Mailbox', () => {
  it('gives everything in order and ends after close', async () => {
    const mailbox = new Mailbox<number>();
    const read = take(mailbox);
    mailbox.push(1);
    await Promise.resolve();
    mailbox.push(2);
    mailbox.push(3);
    mailbox.close();
    mailbox.push(4);
    expect(await read).toEqual([1, 2, 3]);
  });

  it('keeps only the latest waiting value of a key', async () => {
    const mailbox = new Mailbox<{ key: string; value: number }>((item) => item.key);
    for (let value = 0; value < 1000; value += 1) mailbox.push({ key: value % 2 ? 'odd' : 'even', value });
    mailbox.close();
    expect(await take(mailbox)).toEqual([
      { key: 'even', value: 998 },
      { key: 'odd', value: 999 },
    ]);
  });

  it('tells the newest last, also after a value of another key', async () => {
    const mailbox = new Mailbox<{ key: string; value: number }>((item) => item.key);
    mailbox.push({ key: 'list', value: 1 });
    mailbox.push({ key: 'failure', value: 2 });
    mailbox.push({ key: 'list', value: 3 });
    mailbox.close();
    expect((await take(mailbox)).map(({ value }) => value)).toEqual([2, 3]);
  });
});

describe('operationStream', () => {
  const step = (title: string) => ({ stage: 'claim', state: 'done', title, atMs: 1 }) as const;

  it('tells steps, then done', async () => {
    const items = await take(
      operationStream(async (onStep) => {
        onStep(step('a'));
        await Promise.resolve();
        onStep(step('b'));
        return succeed(7);
      }),
    );
    expect(items).toEqual([
      { type: 'step', step: step('a') },
      { type: 'step', step: step('b') },
      { type: 'done', value: 7 },
    ]);
  });

  it('ends with the failure', async () => {
    const failed = fail('busy', 'claim', 'Busy.', 'Wait.');
    expect(await take(operationStream(async () => failed))).toEqual([{ type: 'failed', failure: failed.failure }]);
  });
});
