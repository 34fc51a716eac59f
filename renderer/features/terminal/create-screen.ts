import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import type { TerminalSize } from '../../../main/contract/session-words.ts';
import { createGraphics } from './graphics.ts';
import { guardEscapes } from './guard-escapes.ts';
import type { ScreenRoom } from './screen-layout.ts';
import { type TerminalColours, terminalColours } from './terminal-colours.ts';

/** How a screen looks. */
export interface ScreenLook {
  readonly fontFamily: string;
  readonly fontSizePx: number;
  readonly lineHeight: number;
  readonly cursorStyle: 'block' | 'bar' | 'underline';
  readonly isCursorBlinking: boolean;
  readonly isReadAloud: boolean;
  readonly colours: TerminalColours;
}

/** What a screen tells. */
export interface ScreenEvents {
  readonly onInput: (bytes: Uint8Array) => void;
  readonly onTitle: (title: string) => void;
  readonly onBell: () => void;
  /** A program wants this text in the clipboard. */
  readonly onCopied: (text: string) => void;
  /** Somebody clicked a link. */
  readonly onLink: (address: string, event: MouseEvent) => void;
  /** The link below the pointer; null when there is none any more. */
  readonly onLinkHover: (address: string | null) => void;
  /** True for keys that the program is to get. */
  readonly isForProgram: (event: KeyboardEvent) => boolean;
  /** A wheel turned where there is nothing to scroll and nobody else hears it; true when that was taken. */
  readonly onWheel: (isBack: boolean) => boolean;
  readonly onFound: (found: { readonly index: number; readonly count: number }) => void;
}

/** What draws a terminal: xterm, with what Berth allows it. */
export type Screen = ReturnType<typeof createScreen>;

/** Lines that a shell without tmux keeps above the screen; tmux keeps those of a session itself. */
const plainScrollback = 5_000;
const encoder = new TextEncoder();

/** Opens a terminal in an element that is shown. */
export function createScreen(element: HTMLElement, label: string, look: ScreenLook, events: ScreenEvents) {
  const terminal = new Terminal({
    ...optionsOf(look),
    // Unicode 11 and the marks of a search are "proposed" to this day.
    allowProposedApi: true,
    scrollback: 0,
    // Each of them would let a program do something to the window, or hear what its title says.
    windowOptions: {},
    // Whatever a program paints on, its text can be read.
    minimumContrastRatio: 4.5,
    macOptionClickForcesSelection: true,
    // It would type arrow keys for a click that may be meant for a selection.
    altClickMovesCursor: false,
    customGlyphs: true,
    rescaleOverlappingGlyphs: true,
    logLevel: 'off',
    linkHandler: {
      activate: (event, address) => events.onLink(address, event),
      hover: (_event, address) => events.onLinkHover(address),
      leave: () => events.onLinkHover(null),
      allowNonHttpProtocols: false,
    },
  });
  const fit = new FitAddon();
  const search = new SearchAddon({ highlightLimit: 500 });
  terminal.loadAddon(fit);
  terminal.loadAddon(search);
  terminal.loadAddon(new Unicode11Addon());
  terminal.unicode.activeVersion = '11';
  terminal.loadAddon(
    new WebLinksAddon((event, address) => events.onLink(address, event), {
      hover: (_event, address) => events.onLinkHover(address),
      leave: () => events.onLinkHover(null),
    }),
  );
  guardEscapes(terminal, events.onCopied);
  terminal.onData((text) => events.onInput(encoder.encode(text)));
  // Old mouse reports are no UTF-8.
  terminal.onBinary((text) => events.onInput(Uint8Array.from(text, (sign) => sign.charCodeAt(0))));
  terminal.onTitleChange(events.onTitle);
  terminal.onBell(events.onBell);
  terminal.attachCustomKeyEventHandler((event) => events.isForProgram(event));
  terminal.attachCustomWheelEventHandler((event) => {
    if (event.deltaY === 0 || terminal.options.scrollback !== 0) return true;
    // xterm would type arrow keys, which lead a shell through what was typed before.
    return terminal.modes.mouseTrackingMode !== 'none' || !events.onWheel(event.deltaY < 0);
  });
  search.onDidChangeResults(({ resultIndex, resultCount }) =>
    events.onFound({ index: resultIndex, count: resultCount }),
  );
  terminal.open(element);
  terminal.textarea?.setAttribute('aria-label', label);
  const graphics = createGraphics(terminal);

  return {
    write: (bytes: Uint8Array) => new Promise<void>((resolve) => terminal.write(bytes, resolve)),
    /** A shell without tmux keeps its lines here. */
    reset(isKept: boolean) {
      terminal.options.scrollback = isKept ? 0 : plainScrollback;
      terminal.reset();
    },
    setLook(next: ScreenLook, fontSizePx = next.fontSizePx) {
      Object.assign(terminal.options, optionsOf({ ...next, fontSizePx }));
    },
    setFontSize(fontSizePx: number) {
      terminal.options.fontSize = fontSizePx;
    },
    setInput(isAllowed: boolean) {
      terminal.options.disableStdin = !isAllowed;
    },
    /** By the graphics processor while it is shown; only few terminals at once can be. */
    setGraphics: graphics.set,
    resize({ columns, rows }: TerminalSize) {
      if (columns !== terminal.cols || rows !== terminal.rows) terminal.resize(columns, rows);
    },
    size: (): TerminalSize => ({ columns: terminal.cols, rows: terminal.rows }),
    /** What fits, as xterm itself reckons it; null while it is hidden. */
    room(): ScreenRoom | null {
      const proposed = fit.proposeDimensions();
      const drawn = terminal.element?.querySelector('.xterm-screen')?.getBoundingClientRect();
      if (proposed === undefined || drawn === undefined || drawn.width === 0) return null;
      const cellWidthPx = drawn.width / terminal.cols;
      const cellHeightPx = drawn.height / terminal.rows;
      const { clientWidth, clientHeight } = element;
      if (clientWidth === 0 || clientHeight === 0 || Number.isNaN(proposed.cols)) return null;
      // The bar beside the lines takes room of its own.
      const widthPx = terminal.options.scrollback === 0 ? clientWidth : (proposed.cols + 0.01) * cellWidthPx;
      return { widthPx, heightPx: clientHeight, cellWidthPx, cellHeightPx };
    },
    focus: () => terminal.focus(),
    blur: () => terminal.blur(),
    hasSelection: () => terminal.hasSelection(),
    selection: () => terminal.getSelection(),
    selectAll: () => terminal.selectAll(),
    clearSelection: () => terminal.clearSelection(),
    scrollPages: (count: number) => terminal.scrollPages(count),
    type(text: string) {
      terminal.input(text);
    },
    modes: () => terminal.modes,
    seek(text: string, isBack: boolean, isIncremental: boolean) {
      const options = { decorations: marksOn(terminal.options.theme?.background), incremental: isIncremental };
      if (text === '') search.clearDecorations();
      else if (isBack) search.findPrevious(text, options);
      else search.findNext(text, options);
    },
    endSearch() {
      search.clearDecorations();
      terminal.clearSelection();
    },
    dispose() {
      graphics.set(false);
      terminal.dispose();
    },
  };
}

/** How matches are marked, so that they can be told apart on a dark or light ground. */
function marksOn(background: string | undefined) {
  const isLight = background === terminalColours('light').background;
  const [match, active] = isLight ? ['#f5e6b8', '#e5b454'] : ['#57471f', '#85600f'];
  return {
    matchBackground: match,
    activeMatchBackground: active,
    matchOverviewRuler: active,
    activeMatchColorOverviewRuler: active,
  };
}

function optionsOf(look: ScreenLook) {
  const { fontFamily, fontSizePx, lineHeight, cursorStyle, isCursorBlinking, isReadAloud, colours } = look;
  return {
    fontFamily,
    fontSize: fontSizePx,
    lineHeight,
    cursorStyle,
    cursorBlink: isCursorBlinking,
    screenReaderMode: isReadAloud,
    theme: { ...colours },
  };
}
