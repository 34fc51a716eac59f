/** The colours of a terminal, by the names that ANSI has for them. */
export interface TerminalColours {
  readonly background: string;
  readonly foreground: string;
  readonly cursor: string;
  readonly cursorAccent: string;
  readonly selectionBackground: string;
  readonly black: string;
  readonly red: string;
  readonly green: string;
  readonly yellow: string;
  readonly blue: string;
  readonly magenta: string;
  readonly cyan: string;
  readonly white: string;
  readonly brightBlack: string;
  readonly brightRed: string;
  readonly brightGreen: string;
  readonly brightYellow: string;
  readonly brightBlue: string;
  readonly brightMagenta: string;
  readonly brightCyan: string;
  readonly brightWhite: string;
}

/** Each colour but black has at least 4.5:1 on the background; bright ones are for emphasis, not for light alone. */
const dark: TerminalColours = {
  background: '#0d1015',
  foreground: '#e7eaf0',
  cursor: '#58cabc',
  cursorAccent: '#04201c',
  selectionBackground: '#2f4f58',
  black: '#232a35',
  red: '#f2787f',
  green: '#52c993',
  yellow: '#e5b454',
  blue: '#6ea8fe',
  magenta: '#c99bf8',
  cyan: '#45bdae',
  white: '#c9d1dd',
  brightBlack: '#8d98aa',
  brightRed: '#ff9a9f',
  brightGreen: '#7fe0b2',
  brightYellow: '#f3cd82',
  brightBlue: '#9ac3ff',
  brightMagenta: '#dcbcfb',
  brightCyan: '#7fdacf',
  brightWhite: '#ffffff',
};

/** White is a grey that can be read, because programs write with it as if every terminal were dark. */
const light: TerminalColours = {
  background: '#ffffff',
  foreground: '#18202e',
  cursor: '#0b7266',
  cursorAccent: '#ffffff',
  selectionBackground: '#bfe3dd',
  black: '#18202e',
  red: '#b42530',
  green: '#15703a',
  yellow: '#855a06',
  blue: '#1d55c9',
  magenta: '#7f2fc9',
  cyan: '#0b6b75',
  white: '#5c6778',
  brightBlack: '#4a5566',
  brightRed: '#c02732',
  brightGreen: '#177a40',
  brightYellow: '#7d5300',
  brightBlue: '#2563eb',
  brightMagenta: '#8b3fd9',
  brightCyan: '#0d7a6e',
  brightWhite: '#18202e',
};

/** The colours that go with Berth's own theme. */
export function terminalColours(theme: 'dark' | 'light'): TerminalColours {
  return theme === 'dark' ? dark : light;
}
