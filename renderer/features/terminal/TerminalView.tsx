import { useComputedColorScheme } from '@mantine/core';
import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { chordOf, chordWords, type System } from '../../../main/contract/chords.ts';
import type { Session } from '../../../main/contract/session-words.ts';
import type { Answer } from '../../api/problem.ts';
import { Menu } from '../../ui/Menu.tsx';
import { useIsPhone } from '../../ui/use-is-phone.ts';
import type { Attachment } from './attachment.ts';
import type { ScreenLook } from './create-screen.ts';
import { type History, HistoryView } from './HistoryView.tsx';
import { KeyBar } from './KeyBar.tsx';
import { type BarKey, textOfKey, withControl } from './key-bar.ts';
import { LinkDialog } from './LinkDialog.tsx';
import { PasteDialog } from './PasteDialog.tsx';
import { cleanPaste, type PasteQuestion, pasteBytes, pasteQuestion } from './paste-text.ts';
import { TerminalFind } from './TerminalFind.tsx';
import { TerminalFoot } from './TerminalFoot.tsx';
import { type NoticeActions, TerminalNotice } from './TerminalNotice.tsx';
import { TerminalProblem } from './TerminalProblem.tsx';
import { terminalColours } from './terminal-colours.ts';
import { chordOfAction, isForPage, type TerminalAction, terminalAction } from './terminal-keys.ts';
import { terminalMenu } from './terminal-menu.ts';
import { fontFamilyOf, type TerminalSettingsModel, usesGraphics } from './terminal-settings-model.ts';
import { footWords } from './terminal-words.ts';
import { type TerminalParts, useTerminal, useTerminalFocus } from './use-terminal.ts';
import { useWheel } from './use-wheel.ts';
import { webAddress } from './web-address.ts';
import './terminal.css';

/** What the page does for a terminal. */
export interface TerminalActions extends Omit<NoticeActions, 'onAgain'> {
  readonly onTitle: (title: string) => void;
  readonly onBell: () => void;
  /** One sentence about what was done. */
  readonly say: (words: string) => void;
  readonly onSetup: () => void;
  readonly onShell: () => void;
  /** Shows the same session beside this view. */
  readonly onAnother: (() => void) | null;
  readonly onSettings: () => void;
}

export interface TerminalViewProps extends TerminalParts {
  readonly name: string;
  /** How somebody leaves a terminal by keys, for those who cannot see the page. */
  readonly leaveKeys: string;
  readonly isShown: boolean;
  /** The keys go to it: of two that are shown, to one. */
  readonly isActive: boolean;
  /** The link to the host is up. */
  readonly isLinked: boolean;
  /** What the host tells of the session; null while it has not, and for a plain shell. */
  readonly told: Session | null;
  readonly isTmuxMissing: boolean;
  /** Something is being done with the session. */
  readonly isBusy: boolean;
  readonly settings: TerminalSettingsModel;
  readonly system: System;
  /** The shell around the page asks before it opens an address. */
  readonly isAskedByShell: boolean;
  /** True for chords that are Berth's wherever the focus is. */
  readonly isOwnChord: (chord: string) => boolean;
  readonly readHistory: (historyLines: number) => Promise<Answer<History>>;
  readonly actions: TerminalActions;
}

interface Shown {
  readonly history: { readonly first: History | null } | null;
  readonly isFinding: boolean;
}

/** So long after a session was resumed, the end of its view is that of the program before, milliseconds. */
const lateEndMs = 5_000;
const nothingShown: Shown = { history: null, isFinding: false };

/** A terminal: what its program draws, and what Berth tells about it around that. */
export function TerminalView(props: TerminalViewProps) {
  const { page, clock, profileId, sessionId, path, name, isShown, isActive, told, settings, system, actions } = props;
  const scheme = useComputedColorScheme('dark');
  const isPhone = useIsPhone();
  const chosen = useStore(settings.store);
  const [shown, setShown] = useState<Shown>(nothingShown);
  const [hovered, setHovered] = useState<string | null>(null);
  const [asked, setAsked] = useState<string | null>(null);
  const [question, setQuestion] = useState<PasteQuestion | null>(null);
  const [found, setFound] = useState<{ readonly index: number; readonly count: number } | null>(null);
  const [menu, setMenu] = useState<{ readonly x: number; readonly y: number } | null>(null);
  const [isControlHeld, setControlHeld] = useState(false);
  const look = useMemo(
    (): ScreenLook => ({
      fontFamily: fontFamilyOf(chosen),
      fontSizePx: chosen.fontSizePx,
      lineHeight: chosen.lineHeight,
      cursorStyle: chosen.cursorStyle,
      isCursorBlinking: chosen.isCursorBlinking,
      isReadAloud: chosen.isReadAloud,
      colours: terminalColours(scheme),
    }),
    [chosen, scheme],
  );
  const otherSize = useMemo(
    () =>
      told === null || told.columns < 2 || told.rows < 1
        ? null
        : { columns: Math.min(told.columns, 1000), rows: Math.min(told.rows, 1000) },
    [told],
  );
  const isPlain = sessionId === null;
  const resumedAtMs = useRef(Number.NEGATIVE_INFINITY);
  const showHistory = useCallback((first: History | null) => setShown({ history: { first }, isFinding: false }), []);
  const onWheel = useWheel(props.readHistory, showHistory);

  const { place, screen, attachment, state } = useTerminal({
    page,
    clock,
    profileId,
    sessionId,
    path,
    label: `Terminal ${name}. ${props.leaveKeys}`,
    look,
    hasGraphics: usesGraphics(chosen, system),
    isShown,
    otherSize,
    isPhone,
    onInput: (bytes, to) => typeInto(to, bytes),
    events: {
      onTitle: actions.onTitle,
      onBell: actions.onBell,
      onCopied: (text) => void takeCopied(text),
      onLink: (address, event) => openLink(address, event),
      onLinkHover: setHovered,
      isForProgram: (event) => isForProgram(event),
      onWheel,
      onFound: setFound,
    },
  });
  const { phase, isKept, isControlling, hasPicture } = state;
  const isLive = shown.history === null && !shown.isFinding && question === null && asked === null && menu === null;
  const focus = useTerminalFocus(screen, isActive && isShown && isLive && !isPhone);

  const typeInto = (to: Attachment, bytes: Uint8Array) => {
    if (!isControlHeld) return to.type(bytes);
    setControlHeld(false);
    to.type(new TextEncoder().encode(withControl(new TextDecoder().decode(bytes))));
  };
  const write = async (text: string, words: string) => {
    try {
      await navigator.clipboard.writeText(text);
      actions.say(words);
    } catch {
      // Refused, or no clipboard on a page that is not secure.
      actions.say('Not allowed to copy. Select the text and use the browser’s own menu.');
    }
  };
  const takeCopied = async (text: string) => {
    if (!settings.store.getState().mayCopy) return;
    await write(text, `${name} put ${text.length} characters into the clipboard.`);
  };
  const copy = () => {
    const text = screen?.selection() ?? '';
    if (text !== '') void write(text, 'The selected text is copied.');
  };
  const paste = (given: string) => {
    const text = cleanPaste(given);
    const isBracketed = screen?.modes().bracketedPasteMode === true;
    const asks = pasteQuestion(text, { isBracketed, isAsked: chosen.asksBeforePaste });
    if (asks === null) attachment?.type(pasteBytes(text, isBracketed));
    else setQuestion(asks);
  };
  const pasteFromClipboard = async () => {
    try {
      paste(await navigator.clipboard.readText());
    } catch {
      // A browser lets a page read it only after a question, which may have been denied.
      actions.say(`Not allowed to read the clipboard. Press ${keysOf('paste')}.`);
    }
  };
  const openLink = (given: string, event: MouseEvent) => {
    const address = webAddress(given);
    if (address === null) {
      actions.say('This link leads to no page of the web, so it is not opened.');
      return;
    }
    const isMeant = system === 'mac' ? event.metaKey : event.ctrlKey;
    if (!isMeant && !isPhone) actions.say(`${linkWords(system)} opens ${address}`);
    else if (props.isAskedByShell) window.open(address, '_blank', 'noopener,noreferrer');
    else setAsked(address);
  };
  const keysOf = (action: TerminalAction) => {
    const chord = chordOfAction(action, system);
    return chord === null ? '' : chordWords(chord, system);
  };
  const find = () => {
    if (isKept === false) setShown({ history: null, isFinding: true });
    else showHistory(null);
  };
  const act = (action: TerminalAction, event: KeyboardEvent): boolean => {
    // The browser pastes by itself, without a question for the clipboard; what comes of that is caught below.
    if (action === 'paste') return true;
    event.preventDefault();
    if (action === 'copy') copy();
    else if (action === 'find') find();
    else if (action === 'menu') openMenuAt(place.current?.getBoundingClientRect());
    else if (isKept === false) screen?.scrollLines(-1);
    else showHistory(null);
    return true;
  };
  const isForProgram = (event: KeyboardEvent): boolean => {
    if (event.type !== 'keydown' || event.isComposing || event.getModifierState('AltGraph')) return true;
    const chord = chordOf({
      code: event.code,
      key: event.key,
      alt: event.altKey,
      control: event.ctrlKey,
      meta: event.metaKey,
      shift: event.shiftKey,
    });
    if (chord === null) return true;
    const action = terminalAction(chord, system);
    if (action !== null) return !act(action, event);
    return !props.isOwnChord(chord) && !isForPage(chord, system);
  };
  const openMenuAt = (rect: Pick<DOMRect, 'left' | 'top'> | undefined) => {
    if (rect !== undefined) setMenu({ x: rect.left + 8, y: rect.top + 8 });
  };
  const pressKey = (key: BarKey) => {
    const text = textOfKey(key, screen?.modes().applicationCursorKeysMode === true);
    if (attachment !== null) typeInto(attachment, new TextEncoder().encode(text));
  };
  const takeControl = async () => {
    const problem = (await attachment?.takeControl()) ?? null;
    if (problem !== null) actions.say(`${problem.message} ${problem.nextStep}`);
  };
  const resume = async () => {
    const isResumed = (await actions.onResume?.()) === true;
    if (isResumed) resumedAtMs.current = performance.now();
    if (isResumed && attachment?.store.getState().phase.kind === 'closed') attachment.again();
    return isResumed;
  };
  const close = () => {
    setShown(nothingShown);
    setFound(null);
  };

  useStageEvents(place, paste, setMenu);
  useReturn(props.isLinked, attachment);
  useEffect(() => {
    // The end of the view of before may be told after the session goes on.
    if (phase.kind === 'closed' && performance.now() - resumedAtMs.current < lateEndMs) attachment?.again();
  }, [phase.kind, attachment]);
  const ended = phase.kind === 'closed' || told?.state === 'dead';
  const isOther = isKept === true && !isControlling && phase.kind === 'open';
  return (
    <div className="terminal" data-phase={phase.kind} data-other={isOther || undefined} data-ended={ended || undefined}>
      {phase.kind === 'failed' ? (
        <TerminalProblem
          name={name}
          problem={phase.problem}
          onAgain={() => attachment?.again()}
          onClose={actions.onClose}
          onShell={actions.onShell}
          onSetup={actions.onSetup}
        />
      ) : (
        <TerminalNotice
          {...actions}
          phase={phase}
          name={name}
          told={told}
          isPlain={isPlain}
          isLinked={props.isLinked}
          isBusy={props.isBusy}
          onAgain={() => attachment?.again()}
          onResume={actions.onResume === undefined ? undefined : resume}
        />
      )}
      {shown.isFinding && screen !== null && <TerminalFind name={name} screen={screen} found={found} onClose={close} />}
      <div className="terminal-body" data-scrolls={isOther || undefined}>
        <div ref={place} className="terminal-stage" data-testid="terminal-stage" />
        {!hasPicture && phase.kind === 'opening' && (
          <p className="terminal-waiting dim" role="status">
            Attaching {name}…
          </p>
        )}
        {shown.history !== null && (
          <HistoryView name={name} read={props.readHistory} first={shown.history.first} onClose={close} />
        )}
      </div>
      {isPhone && (
        <KeyBar isControlHeld={isControlHeld} onControl={() => setControlHeld(!isControlHeld)} onKey={pressKey} />
      )}
      <TerminalFoot
        words={footWords({ state, told, isTmuxMissing: props.isTmuxMissing, otherSize })}
        hovered={hovered}
        linkWords={linkWords(system)}
        sizeWords={sizeWords(screen?.size() ?? null, isOther ? otherSize : null)}
        onHistory={isKept === false ? null : () => showHistory(null)}
        onFind={find}
        onMenu={({ left, top }) => setMenu({ x: left, y: top })}
        onControl={isOther ? () => void takeControl() : null}
        onSetup={isKept === false && props.isTmuxMissing ? actions.onSetup : null}
        keysOf={keysOf}
      />
      {menu !== null && (
        <Menu
          label={`Terminal ${name}`}
          isAtPoint
          placeOf={() => ({ top: menu.y, bottom: menu.y, left: menu.x, right: menu.x })}
          opener={() => place.current?.querySelector('textarea') ?? null}
          onClose={() => setMenu(null)}
          entries={terminalMenu({
            hasSelection: screen?.hasSelection() === true,
            isOpen: phase.kind === 'open',
            isKept: isKept !== false,
            onCopy: copy,
            onPaste: () => void pasteFromClipboard(),
            onSelectAll: () => screen?.selectAll(),
            onFind: find,
            onHistory: () => showHistory(null),
            onControl: isOther ? () => void takeControl() : null,
            onAnother: actions.onAnother,
            onSettings: actions.onSettings,
          })}
        />
      )}
      <PasteDialog
        question={question}
        onClose={() => {
          setQuestion(null);
          focus();
        }}
        onPaste={(text) => {
          setQuestion(null);
          attachment?.type(pasteBytes(text, screen?.modes().bracketedPasteMode === true));
        }}
      />
      <LinkDialog address={asked} onClose={() => setAsked(null)} />
    </div>
  );
}

const linkWords = (system: System) => (system === 'mac' ? '⌘ and a click' : 'Ctrl and a click');

function sizeWords(own: { columns: number; rows: number } | null, other: { columns: number; rows: number } | null) {
  const size = other ?? own;
  return size === null ? '' : `${size.columns} × ${size.rows}`;
}

/** What waits for somebody after the link was ended goes on once it is there again. */
function useReturn(isLinked: boolean, attachment: Attachment | null): void {
  const wasLinked = useRef(isLinked);
  useEffect(() => {
    const isBack = isLinked && !wasLinked.current;
    wasLinked.current = isLinked;
    const phase = attachment?.store.getState().phase;
    if (isBack && (phase?.kind === 'failed' || (phase?.kind === 'away' && !phase.isRetried))) attachment?.again();
  }, [isLinked, attachment]);
}

/** Takes what is pasted before xterm does, which would send it as it is, and the menu in place of the browser’s. */
function useStageEvents(
  place: { readonly current: HTMLElement | null },
  onPaste: (text: string) => void,
  onMenu: (point: { readonly x: number; readonly y: number }) => void,
): void {
  const paste = useEffectEvent(onPaste);
  const open = useEffectEvent(onMenu);
  useEffect(() => {
    const { current } = place;
    if (current === null) return;
    const take = (event: ClipboardEvent) => {
      event.preventDefault();
      event.stopPropagation();
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (text !== '') paste(text);
    };
    const showMenu = (event: MouseEvent) => {
      event.preventDefault();
      open({ x: event.clientX, y: event.clientY });
    };
    current.addEventListener('paste', take, { capture: true });
    current.addEventListener('contextmenu', showMenu);
    return () => {
      current.removeEventListener('paste', take, { capture: true });
      current.removeEventListener('contextmenu', showMenu);
    };
  }, [place]);
}
