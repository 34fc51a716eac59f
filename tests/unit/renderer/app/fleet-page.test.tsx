// @vitest-environment jsdom
/// <reference types="vite/client" />
import { act, createRef } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FleetPage } from '../../../../renderer/app/fleet/FleetPage.tsx';
import { BerthContext } from '../../../../renderer/app/use-berth.ts';
import { manyHosts } from '../../../support/fake-core/fake-fleet.ts';
import { type FakePage, openFakePage, storedSelection } from '../../../support/fake-core/fake-page.ts';

/** What the list of all hosts costs: one event draws one row. */

const drawn = vi.hoisted(() => ({ states: [] as string[] }));
vi.mock('../../../../renderer/ui/StateMark.tsx', () => ({
  StateMark: ({ state }: { state: string }) => {
    drawn.states.push(state);
    return null;
  },
}));

let page: FakePage;
let root: Root;
beforeEach(async () => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  page = openFakePage({ hosts: manyHosts(50, 8, Date.now()) }, storedSelection(null), false);
  await vi.waitFor(() => expect(Object.keys(page.app.link.store.getState().statuses)).toHaveLength(8));
  await vi.waitFor(() => expect(page.app.profiles.store.getState().profiles).toHaveLength(50));
  root = createRoot(document.body.appendChild(document.createElement('div')));
  await act(async () =>
    root.render(
      <BerthContext value={page.app}>
        <FleetPage searchField={createRef()} />
      </BerthContext>,
    ),
  );
});
afterEach(async () => {
  await act(async () => root.unmount());
  page.close();
  document.body.replaceChildren();
});

const rows = () => [...document.querySelectorAll('tbody tr')];

test('fifty servers are listed, and a change of one draws that one', async () => {
  expect(rows()).toHaveLength(50);
  const { link } = page.app;
  const known = link.store.getState().statuses['server-03'];
  if (known === undefined) throw new Error('server-03 has no status');
  drawn.states.length = 0;
  await act(async () => link.take({ ...known, state: 'reconnecting', nextAttemptAtMs: Date.now() + 9_000 }));
  expect(drawn.states).toEqual(['reconnecting']);
  drawn.states.length = 0;
  await act(async () => link.noteHeard('server-05'));
  expect(drawn.states).toEqual(['connected']);
});

test('what is listed is exported from the head of the page, by keyboard', async () => {
  // jsdom knows no popovers.
  Object.assign(HTMLElement.prototype, { showPopover: () => undefined, hidePopover: () => undefined });
  const open = () =>
    act(async () => document.querySelector<HTMLElement>('[aria-label="More for all servers"]')?.click());
  const press = (key: string) =>
    act(async () => {
      const [first] = document.querySelectorAll('[role=menuitem]');
      first?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    });
  await open();
  expect([...document.querySelectorAll('[role=menuitem]')].map((item) => item.textContent)).toEqual([
    'Add servers…A',
    'Export all…X',
  ]);
  await press('x');
  const { profiles } = page.app.profiles.store.getState();
  expect(page.app.dialog.getState()).toEqual({ kind: 'export', profileIds: profiles.map(({ id }) => id) });
  await act(async () => page.app.fleet.setState({ filter: 'server-1' }));
  await press('x');
  expect(page.app.dialog.getState()).toMatchObject({ profileIds: expect.toSatisfy((ids) => ids.length === 10) });
});

test('arrow keys go from name to name, and stay within the list', async () => {
  const names = [...document.querySelectorAll<HTMLElement>('.fleet-open')];
  const press = (key: string) =>
    act(async () => document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true })));
  names[0]?.focus();
  await press('ArrowDown');
  expect(document.activeElement?.textContent).toBe('server-02');
  await press('End');
  await press('ArrowDown');
  expect(document.activeElement?.textContent).toBe('server-50');
  await press('Home');
  expect(document.activeElement?.textContent).toBe('server-01');
});
