import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sandboxMarker } from '../local/local-processes.ts';
import type { SandboxHost } from '../sandbox-host.ts';

/** One thing of Berth that no live instance owns, or that somebody may see who must not. */
export interface AuditFinding {
  readonly kind:
    | 'process'
    | 'nginx'
    | 'listener'
    | 'record'
    | 'claim'
    | 'directory'
    | 'socket'
    | 'conf'
    | 'file'
    | 'temporary'
    | 'mode'
    | 'secret';
  /** A path, `pid 123` or `port 8888`. */
  readonly target: string;
  readonly reason: string;
}

export interface AuditOptions {
  /** Whose folder of Berth is looked at; default every user's. Processes and ports are always everybody's. */
  readonly user?: string;
  /** What must appear in no command line, log, route or journal, beside the tokens of the instances. */
  readonly secrets?: readonly string[];
  /** True when nobody is connected any more, so that no script of Berth may run. */
  readonly isLinkClosed?: boolean;
}

/** Finds the leftovers of Berth on a host, with means of its own. Running instances and sessions are no leftovers. */
export async function audit(host: SandboxHost, options: AuditOptions = {}): Promise<AuditFinding[]> {
  const { user, secrets = [], isLinkClosed = false } = options;
  const homes = host.users
    .filter(({ name }) => user === undefined || name === user)
    .map(({ home }) => join(home, '.local/share/berth'));
  const settings = [
    `export AUDIT_IS_LINK_CLOSED=${isLinkClosed ? 1 : 0}`,
    ...(host.kind === 'local' ? [`export AUDIT_MARK=${sandboxMarker}=${host.users[0]?.home}`] : []),
  ];
  const files = ['audit-sessions.bash', 'audit.bash'].map((name) => readFile(join(import.meta.dirname, name), 'utf8'));
  const script = (await Promise.all(files)).join('\n');
  const input = [...homes, '', ...secrets, ''].join('\n');
  const outcome = await host.run(`${settings.join('\n')}\n${script}`, { input });
  if (outcome.code !== 0) throw new Error(`The audit of ${host.name} failed (${outcome.code}): ${outcome.stderr}`);
  return parse(outcome.stdout);
}

/** Throws an error that names every leftover. */
export async function expectNoLeftovers(host: SandboxHost, options: AuditOptions = {}): Promise<void> {
  const findings = await audit(host, options);
  if (findings.length === 0) return;
  const rows = findings.map(({ kind, target, reason }) => `  ${kind} ${target}: ${reason}`);
  throw new Error(`${findings.length} leftovers on ${host.name}:\n${rows.join('\n')}`);
}

function parse(output: string): AuditFinding[] {
  const fields = output.split('\0').slice(0, -1);
  if (fields.length % 3 !== 0) throw new Error(`The audit printed ${fields.length} fields, which is no multiple of 3`);
  const findings: AuditFinding[] = [];
  for (let index = 0; index < fields.length; index += 3) {
    const [kind, target, reason] = fields.slice(index, index + 3);
    if (kind === undefined || target === undefined || reason === undefined) continue;
    findings.push({ kind: kind as AuditFinding['kind'], target, reason });
  }
  return findings;
}
