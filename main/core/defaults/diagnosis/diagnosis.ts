import { cpus, freemem, hostname, release, version as systemVersion, totalmem } from 'node:os';
import { redactLine } from '../log/redact-line.ts';
import { loginName } from '../login-name.ts';
import { version } from '../version.ts';
import { logTail } from './log-tail.ts';
import { logWords } from './log-words.ts';
import { type KnownServer, pseudonymsOf, withPseudonyms } from './pseudonyms.ts';

/** One thing that is told, and how it stands. */
export type Fact = readonly [what: string, value: string];

export interface DiagnosisParts {
  readonly dataDirectory: string;
  readonly homeDirectory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What only this shell knows: its kind, its programs, its settings. */
  readonly facts: readonly Fact[];
  readonly servers: readonly KnownServer[];
  readonly nowMs: number;
}

const lineCount = 150;
const longestLine = 2000;
/** Parts of the environment that change how Berth runs; whether they are set, or what they say. */
const toldVariables = ['XDG_CURRENT_DESKTOP', 'XDG_SESSION_TYPE', 'LANG', 'BERTH_LOG_LEVEL', 'APPIMAGE'];
const namedVariables = ['SSH_AUTH_SOCK', 'HTTPS_PROXY', 'https_proxy', 'BERTH_DATA_DIR', 'ELECTRON_EXTRA_LAUNCH_ARGS'];

const gibibytes = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GiB`;

function systemFacts({ environment, dataDirectory }: DiagnosisParts): Fact[] {
  const set = namedVariables.filter((name) => (environment[name] ?? '') !== '');
  return [
    ['System', `${process.platform} ${process.arch}, ${release()}, ${systemVersion()}`],
    ['Processors', `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}`],
    ['Memory', `${gibibytes(totalmem())}, ${gibibytes(freemem())} free`],
    ['Node', process.versions.node],
    ['Running for', `${Math.round(process.uptime() / 60)} min`],
    ['Data folder', dataDirectory],
    ...toldVariables.flatMap((name): Fact[] => {
      const value = environment[name] ?? '';
      return value === '' ? [] : [[name, value]];
    }),
    ['Also set', set.length === 0 ? 'nothing' : set.join(', ')],
  ];
}

/** What somebody who helps wants to know, as a text to be read before it is sent: no secret, and no name of a server. */
export async function diagnose(parts: DiagnosisParts): Promise<string> {
  const { dataDirectory, homeDirectory, environment, facts, servers, nowMs } = parts;
  const told: readonly Fact[] = [
    ['Berth', version],
    ...facts,
    ...systemFacts(parts),
    ['Saved servers', String(servers.length)],
    ['Made', new Date(nowMs).toISOString()],
  ];
  const lines = (await logTail(dataDirectory, lineCount)).map((line) =>
    logWords(redactLine(line).trimEnd()).slice(0, longestLine),
  );
  const text = [
    ...told.map(([what, value]) => `${what}: ${value}`),
    '',
    `Last ${lines.length} lines of the log:`,
    ...lines,
    '',
  ].join('\n');
  const machine = hostname();
  const userName = loginName(environment);
  return withPseudonyms(text, pseudonymsOf(servers, { homeDirectory, userName, machine }));
}
