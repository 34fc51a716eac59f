// @vitest-environment jsdom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { LinkEvent } from '../../../../main/contract/hosts.ts';
import type { ConnectionModel } from '../../../../renderer/features/link/connection-model.ts';
import { Timeline } from '../../../../renderer/features/link/Timeline.tsx';

/** All at the same millisecond, as steps of one attempt often are. */
const events = (first: number, last: number): LinkEvent[] =>
  Array.from({ length: last - first + 1 }, (_, index) => ({
    number: first + index,
    atMs: 1_000,
    kind: 'stage' as const,
    stage: 'tcp' as const,
    message: `Event ${first + index}.`,
    durationMs: null,
  }));

test('what is read of a full timeline stays where it is when the oldest event makes room', async () => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  const root = createRoot(document.body.appendChild(document.createElement('div')));
  onTestFinished(() => act(async () => root.unmount()));
  const show = (shown: readonly LinkEvent[]) =>
    act(async () => root.render(<Timeline model={{} as ConnectionModel} events={shown} problem={null} />));
  const rows = () => [...document.querySelectorAll('li')];
  await show(events(1, 4));
  const before = rows();
  await show(events(2, 5));
  expect(rows().map((row) => row.querySelector('.timeline-message')?.textContent)).toEqual([
    'Event 5.',
    'Event 4.',
    'Event 3.',
    'Event 2.',
  ]);
  for (const [index, row] of rows().slice(1).entries()) expect(row).toBe(before[index]);
});
