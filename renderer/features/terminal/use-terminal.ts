import { type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { TerminalSize } from '../../../main/contract/session-words.ts';
import type { PageClock } from '../../api/page-clock.ts';
import type { Session as PageSession } from '../../api/session.ts';
import { type Attachment, type AttachmentState, createAttachment } from './attachment.ts';
import { createScreen, type Screen, type ScreenEvents, type ScreenLook } from './create-screen.ts';
import { fontSizeFor, isKeyboardOnly, type ScreenRoom, sizeFor } from './screen-layout.ts';

/** What a view of a terminal is made of. */
export interface TerminalParts {
  readonly page: Pick<PageSession, 'client' | 'onOpen'>;
  readonly clock: PageClock;
  readonly profileId: string;
  /** Null is a plain shell. */
  readonly sessionId: string | null;
  /** Where a plain shell starts; null is the home folder. */
  readonly path: string | null;
}

interface TerminalOptions extends TerminalParts {
  readonly label: string;
  readonly look: ScreenLook;
  readonly hasGraphics: boolean;
  readonly isShown: boolean;
  /** The size that another view has given to the terminal; null while it is not known. */
  readonly otherSize: TerminalSize | null;
  readonly isPhone: boolean;
  readonly events: Omit<ScreenEvents, 'onInput'>;
  /** What becomes of typed bytes before they are sent. */
  readonly onInput: (bytes: Uint8Array, attachment: Attachment) => void;
}

interface TerminalView {
  /** The element that the terminal is drawn in. */
  readonly place: RefObject<HTMLDivElement | null>;
  readonly screen: Screen | null;
  readonly attachment: Attachment | null;
  readonly state: AttachmentState;
}

interface Parts {
  readonly screen: Screen;
  readonly attachment: Attachment;
}

/** Sizes on the way, while a window or a divider is dragged, are not told, milliseconds. */
const settleMs = 60;
const nothing = createStore<AttachmentState>(() => ({
  phase: { kind: 'opening' },
  isControlling: false,
  isKept: null,
  hasPicture: false,
}));

/** Opens a terminal once it is shown, follows it until the component goes, and keeps its size. */
export function useTerminal(options: TerminalOptions): TerminalView {
  const { page, clock, profileId, sessionId, path, look, hasGraphics, isShown, otherSize } = options;
  const place = useRef<HTMLDivElement>(null);
  const [parts, setParts] = useState<Parts | null>(null);
  const [hasBeenShown, setHasBeenShown] = useState(isShown);
  if (isShown && !hasBeenShown) setHasBeenShown(true);
  const roomBefore = useRef<ScreenRoom | null>(null);
  const drawnFontPx = useRef(look.fontSizePx);
  const state = useStore(parts?.attachment.store ?? nothing);

  const layout = useEffectEvent((known: Parts): TerminalSize | null => {
    const { screen, attachment } = known;
    const { isControlling, isKept } = attachment.store.getState();
    const drawn = isShown ? screen.room() : null;
    // A hidden terminal has no size to tell.
    if (drawn === null) return null;
    const share = look.fontSizePx / drawnFontPx.current;
    const room = { ...drawn, cellWidthPx: drawn.cellWidthPx * share, cellHeightPx: drawn.cellHeightPx * share };
    const setFont = (fontSizePx: number) => {
      drawnFontPx.current = fontSizePx;
      screen.setFontSize(fontSizePx);
    };
    if (isKept === true && !isControlling && otherSize !== null) {
      setFont(fontSizeFor(otherSize, room, look.fontSizePx));
      screen.resize(otherSize);
      attachment.resize(otherSize);
      return otherSize;
    }
    if (drawnFontPx.current !== look.fontSizePx) setFont(look.fontSizePx);
    const isTyping = options.isPhone && place.current?.contains(document.activeElement) === true;
    if (isKeyboardOnly(roomBefore.current, room, isTyping)) return screen.size();
    roomBefore.current = room;
    const size = sizeFor(room);
    if (size === null) return null;
    screen.resize(size);
    attachment.resize(size);
    return size;
  });

  const tell = useEffectEvent(() => options.events);
  const typed = useEffectEvent((bytes: Uint8Array, attachment: Attachment) => options.onInput(bytes, attachment));
  const make = useEffectEvent((element: HTMLElement): Parts => {
    drawnFontPx.current = look.fontSizePx;
    roomBefore.current = null;
    const known: { parts: Parts | null } = { parts: null };
    const screen = createScreen(element, options.label, look, {
      onTitle: (title) => tell().onTitle(title),
      onBell: () => tell().onBell(),
      onCopied: (text) => tell().onCopied(text),
      onLink: (address, event) => tell().onLink(address, event),
      onLinkHover: (address) => tell().onLinkHover(address),
      isForProgram: (event) => tell().isForProgram(event),
      onWheel: (isBack) => tell().onWheel(isBack),
      onFound: (found) => tell().onFound(found),
      onInput: (bytes) => {
        if (known.parts !== null) typed(bytes, known.parts.attachment);
      },
    });
    const attachment = createAttachment({
      session: page,
      clock,
      profileId,
      sessionId,
      path,
      screen: { reset: screen.reset, write: screen.write },
    });
    known.parts = { screen, attachment };
    return known.parts;
  });

  useEffect(() => {
    const element = place.current;
    if (element === null || !hasBeenShown) return;
    const made = make(element);
    setParts(made);
    made.attachment.start(layout(made) ?? made.screen.size());
    return () => {
      setParts(null);
      made.attachment.close();
      made.screen.dispose();
    };
  }, [hasBeenShown]);

  useEffect(() => {
    const element = place.current;
    if (parts === null || element === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const observer = new ResizeObserver(() => {
      clearTimeout(timer);
      timer = setTimeout(() => layout(parts), settleMs);
    });
    observer.observe(element);
    return () => {
      clearTimeout(timer);
      observer.disconnect();
    };
  }, [parts]);

  useEffect(() => {
    if (parts === null) return;
    parts.screen.setLook(look);
    drawnFontPx.current = look.fontSizePx;
    layout(parts);
  }, [parts, look]);

  const { isControlling, isKept, phase } = state;
  // biome-ignore lint/correctness/useExhaustiveDependencies: these decide whose size counts.
  useEffect(() => {
    if (parts !== null) layout(parts);
  }, [parts, isShown, isControlling, isKept, otherSize?.columns, otherSize?.rows]);

  useEffect(() => parts?.screen.setGraphics(hasGraphics && isShown), [parts, hasGraphics, isShown]);
  useEffect(() => parts?.screen.setInput(phase.kind === 'open'), [parts, phase.kind]);

  return { place, screen: parts?.screen ?? null, attachment: parts?.attachment ?? null, state };
}

/**
 * The focus goes to a terminal that is chosen, unless somebody would lose what they type elsewhere, and leaves it with another
 * choice: a page that gets its keys back from a native view would choose the terminal by itself.
 */
export function useTerminalFocus(screen: Screen | null, isActive: boolean, isWanted: boolean): void {
  useEffect(() => {
    if (!isActive) screen?.blur();
    else if (isWanted) screen?.focus();
  }, [screen, isActive, isWanted]);
}
