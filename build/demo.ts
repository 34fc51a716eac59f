import { parseArgs } from 'node:util';
import { cannotRunHere } from './demo/cannot-run-here.ts';
import { type DemoOptions, runDemo } from './demo/run-demo.ts';
import { assertNode24 } from './preflight/assert-node.ts';
import { endWithNpm } from './run/end-with-npm.ts';

const usage = `npm run demo [-- OPTIONS]: Berth on a throw-away server with three sample repositories.

  --no-open         print the address, open nothing
  --json            print {"url","profile","ssh","dataDirectory"} in one line when ready; everything else goes to stderr
  --port N          port of the page on 127.0.0.1 (default: a free one)
  --kind box|local  what kind of server (default: a box where it can run, else local)
  --help            print this

Ctrl-C ends it and leaves nothing.
`;

function parseOptions(commandLine: readonly string[]): DemoOptions | null {
  const { values } = parseArgs({
    args: [...commandLine],
    options: {
      'no-open': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      port: { type: 'string', default: '0' },
      kind: { type: 'string', default: 'auto' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  const port = Number(values.port);
  if (!/^\d{1,5}$/.test(values.port) || port > 65535) throw new Error('--port must be a number from 0 to 65535.');
  const { kind } = values;
  if (kind !== 'box' && kind !== 'local' && kind !== 'auto') throw new Error('--kind must be box or local.');
  return { isOpened: !values['no-open'] && !values.json, isJson: values.json, port, kind };
}

async function main(): Promise<number> {
  assertNode24();
  const options = parseOptions(process.argv.slice(2));
  if (options === null) {
    process.stdout.write(usage);
    return 0;
  }
  const obstacle = cannotRunHere(process.platform);
  if (obstacle !== null) {
    process.stderr.write(obstacle);
    return 1;
  }
  endWithNpm();
  await runDemo(options);
  return 0;
}

main().then(
  // Whatever was still under way when Ctrl-C came ends with the process.
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
