import { operationFields } from '../../../main/contract/logs.ts';

/** One thing that Berth did on a host. */
export interface OperationLine {
  /** Epoch milliseconds; null when the line does not say it. */
  readonly atMs: number | null;
  readonly client: string;
  readonly verb: string;
  /** An instance, a path, a version; empty when it was the host. */
  readonly target: string;
  /** `ok`, or the kind of failure. */
  readonly result: string;
  readonly durationMs: number | null;
  readonly message: string;
}

/** Reads a line of the operations; null for one that is none, such as one that is not whole yet. */
export function readOperation(line: string): OperationLine | null {
  const fields = line.split('\t');
  if (fields.length < operationFields.length) return null;
  const [at = '', client = '', verb = '', target = '', result = '', duration = '', ...message] = fields;
  const atMs = Date.parse(at);
  const durationMs = Number(duration);
  return {
    atMs: Number.isFinite(atMs) ? atMs : null,
    client,
    verb,
    target: target === '-' ? '' : target,
    result,
    durationMs: Number.isFinite(durationMs) ? durationMs : null,
    message: message.join(' '),
  };
}

const verbWords: Readonly<Record<string, string>> = {
  'instance-start': 'Started',
  'instance-restart': 'Restarted',
  'instance-stop': 'Stopped',
  'instance-stop-all': 'Stopped all',
  'instance-suspend': 'Put to sleep',
  'instance-configure': 'Changed settings of',
  'host-configure': 'Changed server settings',
  'base-save': 'Saved as base',
  'base-clear': 'Cleared the base',
  'repository-add': 'Added',
  'repository-rename': 'Renamed',
  'repository-remove': 'Took off the list',
  'repository-create': 'Made repository',
  'repository-clone': 'Cloned to',
  'linger-enable': 'Allowed lingering',
  'route-apply': 'Set the route of',
  'route-remove': 'Removed the route of',
  reconcile: 'Put right',
  'doctor-fix': 'Fixed',
  cleanup: 'Cleaned up',
  'packages-install': 'Installed packages',
  'code-server-install': 'Installed code-server',
  'code-server-use': 'Switched to code-server',
  'code-server-remove': 'Removed code-server',
  'process-end': 'Ended processes',
};

/** What was done, for people; what failed was only tried. */
export function verbText({ verb }: Pick<OperationLine, 'verb'>): string {
  return verbWords[verb] ?? verb.replaceAll('-', ' ');
}

const resultWords: Readonly<Record<string, string>> = {
  ok: 'Done',
  cancelled: 'Called off',
  busy: 'Busy',
  'out-of-memory': 'Too little memory',
  'disk-full': 'Disk full',
  'timed-out': 'Too slow',
};

/** How it ended, for people. */
export function resultText({ result }: Pick<OperationLine, 'result'>): string {
  return resultWords[result] ?? 'Failed';
}

/** Who asked, for people. */
export function clientText({ client }: Pick<OperationLine, 'client'>): string {
  if (client === 'keeper') return 'Keeper';
  return client === 'cli' ? 'Command line there' : client;
}
