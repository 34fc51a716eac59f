import { Modal } from '@mantine/core';
import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from 'react';
import { useOverlay } from '../../ui/overlays.ts';
import { useIsPhone } from '../../ui/use-is-phone.ts';
import { PaletteRow } from './PaletteRow.tsx';
import type { PaletteScope } from './palette-model.ts';
import { type EntryKind, type PaletteEntry, searchPalette } from './palette-search.ts';
import './palette.css';

interface PaletteProps {
  readonly scope: PaletteScope;
  readonly entries: readonly PaletteEntry[];
  readonly onClose: () => void;
}

const kindWords: Readonly<Record<EntryKind, string>> = {
  tab: 'Open tabs',
  session: 'Terminals and agents',
  repository: 'Repositories',
  server: 'Servers',
  command: 'Commands',
};

/** So many rows the Page keys go on. */
const pageLength = 8;

/** Everything that one can go to or do, found by typing; arrows choose, Enter goes. */
export function Palette({ scope, entries, onClose }: PaletteProps) {
  const isPhone = useIsPhone();
  const isTopmost = useOverlay(true);
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [text, setText] = useState('');
  const [place, setPlace] = useState(0);
  const [opener] = useState(() => document.activeElement);
  const found = searchPalette(entries, text);
  const active = Math.min(place, found.length - 1);
  useLayoutEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  });
  const leave = () => {
    onClose();
    if (opener instanceof HTMLElement) opener.focus();
  };
  const go = (entry: PaletteEntry) => {
    // A dialog that a command opens gives the focus back to where it was before the palette; a page that is gone to takes it.
    if (entry.kind === 'command') leave();
    else onClose();
    entry.run();
  };
  const press = (event: KeyboardEvent) => {
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: pageLength, PageUp: -pageLength }[event.key];
    if (steps !== undefined) {
      event.preventDefault();
      setPlace(placeAfter(active, steps, found.length));
      return;
    }
    const chosen = found[active];
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || chosen === undefined) return;
    event.preventDefault();
    go(chosen);
  };
  // Among words, the best is first whatever it is; without any, the list is in its kinds.
  const hasHeads = text.trim() === '' && scope === 'all';
  const label = scope === 'all' ? 'Go to anything' : 'Go to a server';
  return (
    <Modal.Root
      opened
      onClose={leave}
      size={560}
      fullScreen={isPhone}
      yOffset="10vh"
      closeOnEscape={isTopmost}
      // It goes away as a whole, so the focus is given back by hand.
      returnFocus={false}
      transitionProps={{ duration: 0 }}
    >
      <Modal.Overlay />
      <Modal.Content aria-label={label}>
        <div className="palette" data-testid="palette">
          <div className="palette-head">
            <input
              type="text"
              role="combobox"
              className="palette-field"
              aria-label={label}
              aria-expanded="true"
              aria-controls={`${id}-list`}
              aria-activedescendant={found.length === 0 ? undefined : `${id}-${active}`}
              aria-autocomplete="list"
              placeholder={scope === 'all' ? 'A repository, a server, or what to do' : 'Name, address, user or tag'}
              spellCheck={false}
              autoComplete="off"
              maxLength={200}
              ref={focusField}
              data-autofocus
              value={text}
              onChange={({ currentTarget }) => {
                setText(currentTarget.value);
                setPlace(0);
              }}
              onKeyDown={press}
            />
            <Modal.CloseButton className="palette-close" aria-label="Close" />
          </div>
          <div ref={list} id={`${id}-list`} role="listbox" aria-label="What is found" className="palette-list">
            {found.map((entry, index) => (
              <PaletteRow
                key={entry.id}
                id={`${id}-${index}`}
                entry={entry}
                head={hasHeads && found[index - 1]?.kind !== entry.kind ? kindWords[entry.kind] : null}
                isActive={index === active}
                onPoint={() => setPlace(index)}
                onGo={() => go(entry)}
              />
            ))}
          </div>
          {found.length === 0 && (
            <p className="palette-none dim" role="status">
              {text === '' ? 'There is nothing to go to yet.' : `Nothing is called “${text}”.`}
              {text !== '' && scope === 'all' && ' A repository is found once its server is linked.'}
            </p>
          )}
        </div>
      </Modal.Content>
    </Modal.Root>
  );
}

/** At once: a quick hand types on before the dialog around it has looked for what gets the focus. */
const focusField = (field: HTMLInputElement | null) => field?.focus();

/** The next row; a single step past an end goes on at the other one. */
function placeAfter(place: number, steps: number, count: number): number {
  if (count === 0) return 0;
  const next = place + steps;
  if (Math.abs(steps) === 1) return (next + count) % count;
  return Math.min(Math.max(next, 0), count - 1);
}
