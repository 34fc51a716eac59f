import { buildLayout } from '../../../support/sandbox/code-server/code-server-build.ts';
import { poll } from '../../../support/sandbox/poll.ts';
import type { SandboxHost } from '../../../support/sandbox/sandbox-host.ts';

/** The folder of Berth on a host, for the shell of its user. */
export const berthHome = '$HOME/.local/share/berth';

/** The Node that only the sandbox's code-server uses; the box has no other. */
export const nodeInside = `/opt/code-server/${buildLayout.node}`;

/** Runs a command inside the host, which must succeed; returns what it printed. */
export async function inside(host: SandboxHost, command: string, user = 'root'): Promise<string> {
  const { code, stdout, stderr } = await host.run(`set -euo pipefail\n${command}`, { user });
  if (code !== 0) throw new Error(`inside ${host.name}, as ${user}: ${command}\n${code}: ${stderr}`);
  return stdout.trim();
}

/** Quotes a text for bash. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** What was changed inside a host; `undo` puts it back. */
export interface Change {
  undo(): Promise<void>;
}

/** Runs `during` while something inside the host is changed. */
export async function whileChanged<T>(change: Promise<Change>, during: () => Promise<T>): Promise<T> {
  const { undo } = await change;
  try {
    return await during();
  } finally {
    await undo();
  }
}

/** Changes the host by one command and puts it back by another. */
export async function changeInside(host: SandboxHost, command: string, back: string, user = 'root'): Promise<Change> {
  await inside(host, command, user);
  return {
    undo: async () => {
      await inside(host, back, user);
    },
  };
}

/** Puts another code-server first in the lookup order: Berth's own newest one comes before those in PATH. */
export function replaceCodeServer(host: SandboxHost, script: string, user = 'root'): Promise<Change> {
  const place = `${berthHome}/code-server/99.0.0`;
  const make = `umask 077; mkdir -p "${place}/bin"; printf %s ${quoted(script)} >"${place}/bin/code-server"`;
  return changeInside(
    host,
    `${make}; chmod 700 "${place}/bin/code-server"`,
    `rm -r -- "${berthHome}/code-server"`,
    user,
  );
}

/** Sets variables for every later command of Berth: bash reads its start-up file on a command over SSH too. */
export function setEnvironment(
  host: SandboxHost,
  variables: Readonly<Record<string, string>>,
  user = 'root',
): Promise<Change> {
  const lines = Object.entries(variables).map(([name, value]) => `export ${name}=${quoted(value)}\n`);
  return changeInside(
    host,
    `cp -p ~/.bashrc ~/.bashrc.kept; { printf %s ${quoted(lines.join(''))}; cat ~/.bashrc.kept; } >~/.bashrc`,
    'mv ~/.bashrc.kept ~/.bashrc',
    user,
  );
}

/** Starts a background process inside the host and waits until it printed "up"; returns its pid. */
export async function startInside(host: SandboxHost, command: string, user = 'root'): Promise<number> {
  const output = await inside(host, 'mktemp -d', user);
  const pid = await inside(host, `setsid bash -c ${quoted(`exec ${command}`)} >${output}/out 2>&1 & echo $!`, user);
  await inside(
    host,
    `deadline=$((SECONDS + 10)); until grep -qx up ${output}/out; do ((SECONDS < deadline)) || { cat ${output}/out >&2; exit 1; }; sleep 0.02; done; rm -r ${output}`,
    user,
  );
  return Number(pid);
}

/** True while a process of this number runs inside the host. */
export async function isAlive(host: SandboxHost, pid: number): Promise<boolean> {
  const { stdout } = await host.run(`[[ -e /proc/${pid}/stat ]] && sed 's/.*) //' /proc/${pid}/stat | cut -c1`);
  return !['', 'Z', 'X'].includes(stdout.trim());
}

/** Somebody else's program listens on these ports of the host's loopback. */
export async function listenInside(
  host: SandboxHost,
  ports: readonly number[],
  user = 'mallory',
): Promise<Change & { readonly pid: number }> {
  const program = `let left = ${ports.length}; for (const port of [${ports.join(',')}]) require("net").createServer().listen(port, "127.0.0.1", () => --left || console.log("up"))`;
  const pid = await startInside(host, `${nodeInside} -e ${quoted(program)}`, user);
  return {
    pid,
    undo: async () => {
      await inside(host, `kill -KILL ${pid}`);
      await poll('the foreign listener to end', async () => !(await isAlive(host, pid)));
    },
  };
}

/** The pids of all processes that carry the mark of an instance. */
export async function markedPids(host: SandboxHost): Promise<number[]> {
  const found = await inside(host, 'grep -lszE "^BERTH_INSTANCE=" /proc/[0-9]*/environ || true');
  return found
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Number(line.split('/')[2]));
}
