import { useState } from 'react';
import type { System } from '../../../main/contract/chords.ts';
import { webAddress } from './web-address.ts';

interface LinkParts {
  readonly system: System;
  readonly isPhone: boolean;
  /** The shell around the page asks before it opens an address. */
  readonly isAskedByShell: boolean;
  readonly say: (words: string) => void;
}

/** How a link is opened, in words. */
export const linkWords = (system: System) => (system === 'mac' ? '⌘ and a click' : 'Ctrl and a click');

/** The links of a terminal: only pages of the web are opened, by a modifier and after a question. */
export function useLinks({ system, isPhone, isAskedByShell, say }: LinkParts) {
  const [hovered, setHovered] = useState<string | null>(null);
  const [asked, setAsked] = useState<string | null>(null);
  const open = (given: string, event: MouseEvent) => {
    const address = webAddress(given);
    const isMeant = isPhone || (system === 'mac' ? event.metaKey : event.ctrlKey);
    if (address === null) say('This link leads to no page of the web, so it is not opened.');
    else if (!isMeant) say(`${linkWords(system)} opens ${address}`);
    else if (isAskedByShell) window.open(address, '_blank', 'noopener,noreferrer');
    else setAsked(address);
  };
  return { hovered, setHovered, asked, open, callOff: () => setAsked(null) };
}
