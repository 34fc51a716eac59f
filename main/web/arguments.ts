import { parseArgs } from 'node:util';

export const usage = `Berth in the browser.

  --port N        port on 127.0.0.1 (default: that of the last time, else a free one)
  --data-dir DIR  folder of Berth's own files (default: BERTH_DATA_DIR, or where the system keeps settings)
  --no-open       print the address, open no browser
  --help          print this
`;

export interface WebArguments {
  readonly port: number;
  readonly dataDirectory: string | null;
  readonly isBrowserOpened: boolean;
  readonly isHelp: boolean;
}

/** Reads the command line; throws an error with one sentence for the user when it makes no sense. */
export function parseWebArguments(argv: readonly string[]): WebArguments {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      port: { type: 'string', default: '0' },
      'data-dir': { type: 'string' },
      'no-open': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const port = Number(values.port);
  if (!/^\d{1,5}$/.test(values.port) || port > 65535) throw new Error('--port must be a number from 0 to 65535.');
  if (values['data-dir'] === '') throw new Error('--data-dir must name a folder.');
  return {
    port,
    dataDirectory: values['data-dir'] ?? null,
    isBrowserOpened: !values['no-open'],
    isHelp: values.help,
  };
}
