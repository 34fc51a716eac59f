import type { FakeProgram, FakeTerminal } from './fake-terminal.ts';

/** What a fake shell tells of itself. */
export interface EchoShellParts {
  readonly terminal: FakeTerminal;
  readonly host: string;
  readonly path: string;
  readonly onState: (state: 'working' | 'done') => void;
  readonly onExit: (code: number) => void;
}

const colours = [
  ...Array.from({ length: 16 }, (_, colour) => `\u001b[48;5;${colour}m  `),
  '\u001b[0m\r\n\u001b[1mbold\u001b[0m \u001b[3mitalic\u001b[0m \u001b[4munderlined\u001b[0m \u001b[7mreversed\u001b[0m',
  ' \u001b[38;2;255;140;0mtrue colour\u001b[0m 漢字 ñ 👍',
].join('');

/**
 * A small shell for a fake terminal: it echoes, edits a line, and knows echo, seq, yes, sleep, size, pwd, colours, title, bell,
 * clipboard, raw, clear and exit. Ctrl-C ends `yes` and `sleep`.
 */
export function startEchoShell(parts: EchoShellParts): FakeProgram {
  const { terminal, host, path, onState, onExit } = parts;
  let line = '';
  let isBusy = false;
  let hasEnded = false;
  const prompt = () => terminal.print(`\u001b[?2004h\u001b[32mdeploy@${host}\u001b[0m:\u001b[34m${path}\u001b[0m$ `);
  const say = (text: string) => terminal.print(`${text}\r\n`);
  const begin = () => {
    isBusy = true;
    onState('working');
  };
  const finish = () => {
    if (isBusy) onState('done');
    isBusy = false;
    line = '';
    prompt();
  };
  const exit = (code: number) => {
    hasEnded = true;
    onExit(code);
  };

  /** Those that end at once. */
  const quick: Readonly<Record<string, (rest: string) => void>> = {
    echo: say,
    pwd: () => say(path),
    size: () => say(`${terminal.size.columns}x${terminal.size.rows}`),
    colours: () => say(colours),
    clear: () => terminal.print('\u001b[2J\u001b[H'),
    title: (rest) => terminal.print(`\u001b]2;${rest}\u0007`),
    bell: () => terminal.print('\u0007'),
    clipboard: (rest) => terminal.print(`\u001b]52;c;${Buffer.from(rest).toString('base64')}\u0007`),
    /** Prints what JSON says: any sequence that a program may send. */
    raw: (rest) => terminal.print(String(JSON.parse(`"${rest}"`))),
    seq: (rest) => say(Array.from({ length: Number(rest) }, (_, at) => String(at + 1)).join('\r\n')),
  };
  /** Those that go on until Ctrl-C. */
  const endless: Readonly<Record<string, (rest: string) => void>> = {
    sleep: () => undefined,
    yes: (rest) => terminal.setFlood(`${rest === '' ? 'y' : rest}\r\n`),
  };

  const enter = () => {
    const [, name = '', rest = ''] = /^\s*(\S*)\s?(.*)$/s.exec(line) ?? [];
    terminal.print('\u001b[?2004l\r\n');
    if (name === 'exit') return exit(Number(rest) || 0);
    const program = endless[name];
    if (program !== undefined) {
      begin();
      return program(rest);
    }
    if (name !== '') (quick[name] ?? (() => say(`${name}: command not found`)))(rest);
    finish();
  };

  const type = (text: string) => {
    line += text;
    terminal.print(text.replaceAll('\n', '\r\n'));
  };
  const keys: Readonly<Record<string, () => void>> = {
    '\r': () => (isBusy ? terminal.print('\r\n') : enter()),
    '\u0003': () => {
      terminal.setFlood(null);
      terminal.print('^C\r\n');
      finish();
    },
    '\u0004': () => (line === '' && !isBusy ? exit(0) : undefined),
    '\u000c': () => {
      terminal.print('\u001b[2J\u001b[H');
      prompt();
      terminal.print(line);
    },
    '\u0015': () => {
      terminal.print('\b \b'.repeat(Array.from(line).length));
      line = '';
    },
    '\u007f': () => {
      if (line === '') return;
      line = Array.from(line).slice(0, -1).join('');
      terminal.print('\b \b');
    },
  };

  prompt();
  return {
    press(key) {
      if (hasEnded) return;
      const special = keys[key];
      if (special !== undefined) special();
      else if (!key.startsWith('\u001b') && key >= ' ') type(key);
    },
    paste(text) {
      if (!hasEnded) type(text);
    },
    draft: () => (isBusy ? '' : line),
  };
}
