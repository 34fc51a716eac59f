import { useComputedColorScheme } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { System } from '../../../main/contract/chords.ts';
import type { Session } from '../../../main/contract/session-words.ts';
import type { Answer, Problem } from '../../api/problem.ts';
import { Menu } from '../../ui/Menu.tsx';
import { useIsPhone } from '../../ui/use-is-phone.ts';
import type { Attachment } from './attachment.ts';
import { type History, HistoryView } from './HistoryView.tsx';
import { KeyBar } from './KeyBar.tsx';
import { type BarKey, textOfKey, withControl } from './key-bar.ts';
import { LinkDialog } from './LinkDialog.tsx';
import { PasteDialog } from './PasteDialog.tsx';
import { lookOf, sizeWords, toldSize } from './screen-look.ts';
import { TerminalFind } from './TerminalFind.tsx';
import { TerminalFoot } from './TerminalFoot.tsx';
import { type NoticeActions, TerminalNotice } from './TerminalNotice.tsx';
import { TerminalProblem } from './TerminalProblem.tsx';
import { keysOfAction, meaningOf, type TerminalAction } from './terminal-keys.ts';
import { terminalMenu } from './terminal-menu.ts';
import { type TerminalSettingsModel, usesGraphics } from './terminal-settings-model.ts';
import { footWords } from './terminal-words.ts';
import { useClipboard } from './use-clipboard.ts';
import { useGoingOn } from './use-going-on.ts';
import { linkWords, useLinks } from './use-links.ts';
import { useOtherSize } from './use-other-size.ts';
import { type Point, useStageEvents } from './use-stage-events.ts';
import { type TerminalParts, useTerminal, useTerminalFocus } from './use-terminal.ts';
import { useWheel } from './use-wheel.ts';
import './terminal.css';

/** What the page does for a terminal. */
interface TerminalActions extends Omit<NoticeActions, 'onAgain'> {
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

interface TerminalViewProps extends TerminalParts {
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
  /** Why it did not start again; null while nobody tried. */
  readonly failedAgain: Problem | null;
  readonly settings: TerminalSettingsModel;
  readonly system: System;
  /** The shell around the page asks before it opens an address. */
  readonly isAskedByShell: boolean;
  /** True for chords that are Berth's wherever the focus is. */
  readonly isOwnChord: (chord: string) => boolean;
  readonly readHistory: (historyLines: number) => Promise<Answer<History>>;
  /** Asks at once for the size that another view has given to the terminal. */
  readonly readOtherSize: () => Promise<void>;
  readonly actions: TerminalActions;
}

interface Shown {
  readonly history: { readonly first: History | null } | null;
  readonly isFinding: boolean;
}

const nothingShown: Shown = { history: null, isFinding: false };
const encoder = new TextEncoder();

/** A terminal: what its program draws, and what Berth tells about it around that. */
export function TerminalView(props: TerminalViewProps) {
  const { page, clock, profileId, sessionId, path, name, isShown, told, system, readHistory, actions } = props;
  const { say } = actions;
  const scheme = useComputedColorScheme('dark');
  const isPhone = useIsPhone();
  const settings = useStore(props.settings.store);
  const [shown, setShown] = useState<Shown>(nothingShown);
  const [found, setFound] = useState<{ readonly index: number; readonly count: number } | null>(null);
  const [menu, setMenu] = useState<Point | null>(null);
  const [isControlHeld, setControlHeld] = useState(false);
  const look = useMemo(() => lookOf(settings, scheme), [settings, scheme]);
  const otherSize = useMemo(() => toldSize(told), [told]);
  const keysOf = (action: TerminalAction) => keysOfAction(action, system);
  const clipboard = useClipboard({ name, settings, pasteKeys: keysOf('paste'), say });
  const links = useLinks({ system, isPhone, isAskedByShell: props.isAskedByShell, say });
  const showHistory = useCallback((first: History | null) => setShown({ history: { first }, isFinding: false }), []);
  const onWheel = useWheel(readHistory, showHistory);

  const { place, screen, attachment, state } = useTerminal({
    page,
    clock,
    profileId,
    sessionId,
    path,
    label: `Terminal ${name}. ${props.leaveKeys}`,
    look,
    hasGraphics: usesGraphics(settings, system),
    isShown,
    otherSize,
    isPhone,
    onInput: (bytes, to) => typeInto(to, bytes),
    events: {
      onTitle: actions.onTitle,
      onBell: actions.onBell,
      onCopied: clipboard.takeCopied,
      onLink: links.open,
      onLinkHover: links.setHovered,
      isForProgram: (event) => isForProgram(event),
      onWheel,
      onFound: setFound,
    },
  });
  const { phase, isKept, isControlling, hasPicture } = state;
  const isOther = isKept === true && !isControlling && phase.kind === 'open';
  useOtherSize(isOther && isShown, clock, props.readOtherSize);
  const isAsking = clipboard.question !== null || links.asked !== null || menu !== null;
  const isLive = shown.history === null && !shown.isFinding && !isAsking;
  useTerminalFocus(screen, props.isActive, isShown && isLive && !isPhone);
  useStageEvents(place, (text) => clipboard.paste(text, screen, attachment), setMenu);
  const resume = useGoingOn(attachment, phase, props.isLinked, actions.onResume);

  function typeInto(to: Attachment, bytes: Uint8Array): void {
    setControlHeld(false);
    to.type(isControlHeld ? encoder.encode(withControl(new TextDecoder().decode(bytes))) : bytes);
  }
  const find = () => {
    if (isKept === false) setShown({ history: null, isFinding: true });
    else showHistory(null);
  };
  function isForProgram(event: KeyboardEvent): boolean {
    const meaning = meaningOf(event, system, props.isOwnChord);
    // The browser pastes by itself, without a question for the clipboard; what comes of that is caught.
    if (meaning === 'program' || meaning === 'page' || meaning === 'paste') return meaning === 'program';
    event.preventDefault();
    if (meaning === 'copy') clipboard.copy(screen);
    else if (meaning === 'find') find();
    else if (meaning === 'menu') setMenu(cornerOf(place.current));
    else if (isKept === false) screen?.scrollPages(-1);
    else showHistory(null);
    return false;
  }
  const pressKey = (key: BarKey) => {
    const text = textOfKey(key, screen?.modes().applicationCursorKeysMode === true);
    if (attachment !== null) typeInto(attachment, encoder.encode(text));
  };
  const takeControl = async () => {
    const problem = (await attachment?.takeControl()) ?? null;
    if (problem !== null) say(`${problem.message} ${problem.nextStep}`);
  };
  const close = () => {
    setShown(nothingShown);
    setFound(null);
  };
  const again = () => attachment?.again();
  const onControl = isOther ? () => void takeControl() : null;
  return (
    <div className="terminal" data-phase={phase.kind}>
      {phase.kind === 'failed' ? (
        <TerminalProblem name={name} problem={phase.problem} onAgain={again} {...actions} />
      ) : (
        <TerminalNotice
          {...actions}
          phase={phase}
          name={name}
          told={told}
          isPlain={sessionId === null}
          isLinked={props.isLinked}
          isBusy={props.isBusy}
          failedAgain={props.failedAgain}
          onAgain={again}
          onResume={resume}
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
          <HistoryView name={name} read={readHistory} first={shown.history.first} onClose={close} />
        )}
      </div>
      {isPhone && (
        <KeyBar isControlHeld={isControlHeld} onControl={() => setControlHeld(!isControlHeld)} onKey={pressKey} />
      )}
      <TerminalFoot
        words={footWords({ state, told, isTmuxMissing: props.isTmuxMissing, otherSize })}
        hovered={links.hovered}
        linkWords={linkWords(system)}
        sizeWords={sizeWords(isOther ? otherSize : (screen?.size() ?? null))}
        onHistory={isKept === false ? null : () => showHistory(null)}
        onFind={find}
        onMenu={({ left, top }) => setMenu({ x: left, y: top })}
        onControl={onControl}
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
            onCopy: () => clipboard.copy(screen),
            onPaste: () => void clipboard.pasteFromClipboard(screen, attachment),
            onSelectAll: () => screen?.selectAll(),
            onFind: find,
            onHistory: () => showHistory(null),
            onControl,
            onAnother: actions.onAnother,
            onSettings: actions.onSettings,
          })}
        />
      )}
      <PasteDialog
        question={clipboard.question}
        onClose={clipboard.callOff}
        onPaste={(text) => clipboard.pasteAfterAll(text, screen, attachment)}
      />
      <LinkDialog address={links.asked} onClose={links.callOff} />
    </div>
  );
}

/** Where a menu opens that was asked for by keys. */
function cornerOf(element: Element | null): Point {
  const { left = 0, top = 0 } = element?.getBoundingClientRect() ?? {};
  return { x: left + 8, y: top + 8 };
}
