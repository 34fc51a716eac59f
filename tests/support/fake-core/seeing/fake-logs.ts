import { fail, type Result } from '../../../../main/contract/failure.ts';
import type { ListedLog, LogItem, LogKind, LogSource } from '../../../../main/contract/logs.ts';

const lost = fail('link-lost', 'session', 'The connection was cut.', 'Wait, it is tried again.').failure;

/** What the log of a fake instance says. */
export function fakeLog(name: string): string {
  return [
    '[2026-11-21T09:14:02.113Z] info  code-server 4.139.1',
    `[2026-11-21T09:14:02.115Z] info  Using user-data-dir ~/.local/share/berth/instances/${name}/user-data`,
    '[2026-11-21T09:14:02.240Z] info  HTTP server listening on http://127.0.0.1:8888/',
    '[2026-11-21T09:14:09.801Z] info  [IPC Server] Extension host agent started.',
    '',
  ].join('\n');
}

const operations = [
  ['09:13:58.020', 'anna@laptop', 'instance-start', 'actmcp', 'ok', '4120', ''],
  [
    '09:20:11.731',
    'anna@laptop',
    'instance-start',
    'billing-api',
    'out-of-memory',
    '212',
    'It does not fit into memory.',
  ],
  ['09:21:40.004', 'anna@laptop', 'instance-suspend', 'landing-page', 'ok', '1830', ''],
  ['09:21:52.518', 'anna@laptop', 'instance-start', 'billing-api', 'ok', '3877', ''],
  ['10:02:07.300', 'keeper', 'instance-start', 'pytorch-transformers', 'ok', '5210', ''],
  ['10:30:00.912', 'ben@studio', 'host-configure', '-', 'ok', '41', ''],
  ['11:15:33.480', 'cli', 'cleanup', 'leftovers', 'ok', '1204', ''],
  [
    '11:47:09.068',
    'ben@studio',
    'instance-stop',
    'landing-page',
    'stop-failed',
    '10233',
    'Some processes of the instance did not end.',
  ],
];

/** What the logs of a fake host say that belong to no repository. */
const hostTexts: Readonly<Record<Exclude<LogKind, 'instance'>, string>> = {
  operations: operations.map(([time, ...rest]) => `2026-11-21T${time}Z\t${rest.join('\t')}\n`).join(''),
  'nginx-access': Array.from(
    { length: 40 },
    (_, index) =>
      `2026-11-21T09:14:${10 + index}+00:00 ${index % 9 === 8 ? 502 : 200} GET /vscode/actmcp/static/out/${index}.js 48211 B 0.004 s\n`,
  ).join(''),
  'nginx-error':
    '2026/11/21 09:20:03 [error] 812#812: *44 connect() failed (111: Connection refused) while connecting to upstream, request: "GET /vscode/billing-api/?tkn=••• HTTP/1.1"\n',
  keeper: '2026-11-21 10:02:02 pytorch-transformers ended (killed) and is started again\n',
};

const titles: Readonly<Record<Exclude<LogKind, 'instance'>, string>> = {
  operations: 'What Berth did',
  'nginx-access': 'nginx requests',
  'nginx-error': 'nginx errors',
  keeper: 'Keeper',
};

/** What of a fake host is logged. */
export interface FakeLoggedHost {
  readonly logs: Map<string, string>;
  readonly repositories: readonly { readonly id: string; readonly name: string }[];
}

interface FakeLogsParts {
  readonly host: (reference: string) => FakeLoggedHost;
  readonly linked: <T>(reference: string, answer: () => T) => Promise<Result<T>>;
}

interface FollowInput {
  readonly profile: string;
  readonly source: LogSource;
  readonly bytes?: number;
  readonly isFollowed?: boolean;
}

/** The logs of fake hosts; a new text reaches the followers at once. */
export class FakeLogs {
  readonly #parts: FakeLogsParts;
  readonly #followers = new Set<() => void>();
  readonly #hostTexts = new Map<string, string>();
  #isAway = false;

  constructor(parts: FakeLogsParts) {
    this.#parts = parts;
  }

  /** Changes a log; a text that does not go on with the present one begins it anew, as another run does. */
  set(profileId: string, log: string, text: string): void {
    if (Object.hasOwn(hostTexts, log)) this.#hostTexts.set(`${profileId} ${log}`, text);
    else this.#parts.host(profileId).logs.set(log, text);
    this.#wake();
  }

  /** What a log says. */
  text(profileId: string, log: string): string {
    if (!Object.hasOwn(hostTexts, log)) return this.#parts.host(profileId).logs.get(log) ?? '';
    return this.#hostTexts.get(`${profileId} ${log}`) ?? hostTexts[log as keyof typeof hostTexts];
  }

  /** Lets the host of every followed log go away, or come back. */
  setAway(isAway: boolean): void {
    this.#isAway = isAway;
    this.#wake();
  }

  handlers() {
    return {
      sources: ({ profile }: { profile: string }) => this.#parts.linked(profile, () => this.#list(profile)),
      follow: (
        { profile, source, bytes = 65_536, isFollowed = true }: FollowInput,
        { signal }: { signal: AbortSignal },
      ) => this.#follow(() => this.#read(profile, source), signal, bytes, isFollowed),
    };
  }

  #wake(): void {
    for (const wake of this.#followers) wake();
  }

  #read(profile: string, { kind, repository, isPrevious }: LogSource): string {
    if (isPrevious) return '';
    return this.text(profile, kind === 'instance' ? (repository ?? '') : kind);
  }

  #list(profile: string): ListedLog[] {
    const { logs, repositories } = this.#parts.host(profile);
    const row = (kind: LogKind, repository: string | null, title: string): ListedLog => {
      const source = { kind, repository, isPrevious: false };
      return { source, title, sizeBytes: this.#read(profile, source).length, changedAtMs: Date.now() };
    };
    const kinds = Object.keys(hostTexts) as Exclude<LogKind, 'instance'>[];
    const nameOf = (id: string) => repositories.find((repository) => repository.id === id)?.name ?? id;
    return [
      ...kinds.map((kind) => row(kind, null, titles[kind])),
      ...[...logs.keys()].map((id) => row('instance', id, nameOf(id))),
    ];
  }

  async *#follow(read: () => string, signal: AbortSignal, bytes: number, isFollowed: boolean): AsyncGenerator<LogItem> {
    let told = read();
    let wasAway = false;
    yield { type: 'text', text: told.slice(Math.max(0, told.length - bytes)), isNew: true };
    while (isFollowed && !signal.aborted) {
      if (this.#isAway !== wasAway) {
        wasAway = this.#isAway;
        yield wasAway ? { type: 'waiting', failure: lost, isRetried: true } : { type: 'text', text: '', isNew: false };
      }
      const present = wasAway ? told : read();
      if (present !== told) {
        const isNew = !present.startsWith(told);
        yield { type: 'text', text: isNew ? present : present.slice(told.length), isNew };
        told = present;
        continue;
      }
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#followers.add(resolve);
      signal.addEventListener('abort', () => resolve(), { once: true });
      await promise;
      this.#followers.delete(resolve);
    }
  }
}
