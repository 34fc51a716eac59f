import { operationFields } from '../../../../main/contract/logs.ts';

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
  'instance-start': 'Start',
  'instance-restart': 'Restart',
  'instance-stop': 'Stop',
  'instance-stop-all': 'Stop all',
  'instance-suspend': 'Put to sleep',
  'instance-configure': 'Change settings of',
  'host-configure': 'Change server settings',
  'base-save': 'Save as base',
  'base-clear': 'Clear the base',
  'repository-add': 'Add to the list',
  'repository-rename': 'Rename',
  'repository-remove': 'Take off the list',
  'repository-create': 'Make repository',
  'repository-clone': 'Clone to',
  'linger-enable': 'Allow lingering',
  'route-apply': 'Set the route of',
  'route-remove': 'Remove the route of',
  reconcile: 'Put right what was cut off',
  'doctor-fix': 'Fix',
  cleanup: 'Clean up',
  'packages-install': 'Install packages',
  'code-server-install': 'Install code-server',
  'code-server-use': 'Switch to code-server',
  'code-server-remove': 'Remove code-server',
  'process-end': 'End processes',
};

/** What was asked for, for people. */
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
