import { poll } from '../../../support/sandbox/poll.ts';
import type { SandboxHost } from '../../../support/sandbox/sandbox-host.ts';
import { inside } from '../../core/support/inside.ts';

/** What a process of an instance does, told by its command line. */
export type ProcessRole = 'wrapper' | 'server' | 'extension host' | 'other';

/** A process that carries the mark of an instance. */
export interface InstanceProcess {
  readonly pid: number;
  readonly role: ProcessRole;
}

function roleOf(commandLine: string): ProcessRole {
  if (/--type=extensionHost/.test(commandLine)) return 'extension host';
  if (/\/out\/node\/entry\.js --bind-addr /.test(commandLine)) return 'wrapper';
  return commandLine.endsWith('/out/node/entry ') ? 'server' : 'other';
}

/** All processes that carry the mark of an instance. */
export async function instanceProcesses(host: SandboxHost, id: string): Promise<InstanceProcess[]> {
  const listed = await inside(
    host,
    `for file in $(grep -lszxF 'BERTH_INSTANCE=${id}' /proc/[0-9]*/environ || true); do
      file=\${file%/environ}; words=$(tr '\\0' ' ' <$file/cmdline 2>/dev/null) || continue
      printf '%s\\t%s|\\n' "\${file#/proc/}" "\${words//$'\\n'/ }"
    done`,
  );
  const rows = listed.split('\n').filter((line) => line !== '');
  return rows.map((row) => {
    const [pid = '', words = ''] = row.split('\t');
    return { pid: Number(pid), role: roleOf(words.replace(/\|$/, '')) };
  });
}

/** The process of an instance with this role; waits until there is exactly one. */
export function oneProcess(host: SandboxHost, id: string, role: ProcessRole): Promise<number> {
  return poll(`one ${role} of ${id}`, async () => {
    const found = (await instanceProcesses(host, id)).filter((candidate) => candidate.role === role);
    return found.length === 1 && (found[0]?.pid ?? false);
  });
}

/** Waits until an extension host other than a killed one serves the instance; VS Code asks for it by itself. */
export function anotherExtensionHost(host: SandboxHost, id: string, killedPid: number): Promise<boolean> {
  const isAnother = ({ pid, role }: InstanceProcess) => role === 'extension host' && pid !== killedPid;
  const ask = async () => (await instanceProcesses(host, id)).some(isAnother);
  return poll(`an extension host of ${id} other than ${killedPid}`, ask, 60_000);
}
