// @vitest-environment jsdom
import { MantineProvider } from '@mantine/core';
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Dialog } from '../../../../renderer/ui/Dialog.tsx';

/** Dialogs that lie on one another. */

let root: Root;
beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  const query = { matches: false, addEventListener: () => undefined, removeEventListener: () => undefined };
  vi.stubGlobal('matchMedia', () => query);
  root = createRoot(document.body.appendChild(document.createElement('div')));
});
afterEach(async () => {
  await act(async () => root.unmount());
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

test('Escape closes the topmost dialog only, so that what is typed below it stays', async () => {
  const closed: string[] = [];
  const show = (isQuestionOpen: boolean) =>
    act(async () =>
      root.render(
        <MantineProvider>
          <Dialog title="Question" isOpen={isQuestionOpen} onClose={() => closed.push('question')}>
            asked
          </Dialog>
          <Dialog title="Form" isOpen onClose={() => closed.push('form')}>
            typed
          </Dialog>
        </MantineProvider>,
      ),
    );
  const pressEscape = () =>
    act(async () => document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true })));
  await show(false);
  await show(true);
  await pressEscape();
  expect(closed).toEqual(['question']);
  await show(false);
  await pressEscape();
  expect(closed).toEqual(['question', 'form']);
});
