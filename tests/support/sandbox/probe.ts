import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { hasBareFiles } from './bare/ensure-bare.ts';
import { controlGroupRoots } from './box/control-groups.ts';
import { runCommand } from './run-command.ts';

/** Whether a kind of sandbox can run on this machine, and every reason why not. */
export interface SandboxVerdict {
  readonly canRun: boolean;
  readonly reasons: readonly string[];
}

export interface SandboxProbe {
  readonly box: SandboxVerdict;
  /** A box with systemd as process 1. */
  readonly systemdBox: SandboxVerdict;
  /** A box on which nothing is installed. */
  readonly bareBox: SandboxVerdict;
  readonly local: SandboxVerdict;
}

// A box shows only these folders' programs, so what lies elsewhere does not count.
const systemPath = ['/usr/sbin', '/usr/bin', '/sbin', '/bin'];
const boxTools = ['ip', 'unshare', 'nsenter', 'setpriv', 'mount', 'pivot_root', 'sshd', 'ssh-keygen', 'git', 'nginx'];
const hostTools = ['flock', 'tmux', 'chpasswd', 'sed', 'tar', 'gzip', 'sha256sum'];

let probing: Promise<SandboxProbe> | null = null;

/** Finds out, once per process, which kinds of sandbox can run here. Changes nothing. */
export function probeSandbox(): Promise<SandboxProbe> {
  probing ??= probe();
  return probing;
}

/** One line for a loud skip, or null when this kind can run. */
export async function describeSkip(kind: keyof SandboxProbe): Promise<string | null> {
  const verdict = (await probeSandbox())[kind];
  return verdict.canRun ? null : `SKIPPED, a ${kind} sandbox cannot run here: ${verdict.reasons.join('; ')}`;
}

async function probe(): Promise<SandboxProbe> {
  if (process.platform !== 'linux') {
    const none = verdict([`this is ${process.platform}, and sandboxes are Linux hosts`]);
    return { box: none, systemdBox: none, bareBox: none, local: none };
  }
  const local = missingTools(['sshd', 'ssh-keygen', 'git', 'setsid', ...hostTools]);
  const box = missingTools([...boxTools, ...hostTools]);
  if (process.getuid?.() !== 0) box.push('it needs root');
  if (box.length === 0) box.push(...(await probeKernel()));
  const systemd = [...box, ...missingFiles(['/sbin/init', '/lib/systemd/system/ssh.service', '/usr/bin/dbus-daemon'])];
  if (!controlGroupRoots().some(isControlGroup2)) systemd.push('there is no writable cgroup2 hierarchy');
  const bare = [...box, ...missingFiles(['/etc/os-release'])];
  if (bare.length === 0 && !hasBareFiles()) bare.push(...missingTools(['mmdebstrap', 'apt-get', 'dpkg-deb']));
  return { box: verdict(box), systemdBox: verdict(systemd), bareBox: verdict(bare), local: verdict(local) };
}

/** Tries overlay and veth for real, in namespaces that end with the try. */
async function probeKernel(): Promise<string[]> {
  const trial = `
    mount -t tmpfs probe /mnt || { echo 'no mounts in a namespace of its own'; exit; }
    mkdir /mnt/upper /mnt/work /mnt/root
    mount -t overlay probe -o lowerdir=/,upperdir=/mnt/upper,workdir=/mnt/work /mnt/root || echo 'no overlay over /'
    ip link add probe0 type veth peer name probe1 || echo 'no veth network devices'`;
  const scopes = ['--mount', '--net', '--pid', '--uts', '--ipc', '--cgroup', '--fork', '--kill-child=KILL'];
  const outcome = await runCommand('unshare', [...scopes, '--', 'bash', '-c', trial]);
  const reasons = outcome.stdout.split('\n').filter((line) => line !== '');
  if (outcome.code !== 0 && reasons.length === 0) reasons.push(`no namespaces: ${outcome.stderr.trim()}`);
  return reasons;
}

function verdict(reasons: readonly string[]): SandboxVerdict {
  return { canRun: reasons.length === 0, reasons };
}

function missingTools(tools: readonly string[]): string[] {
  const missing = tools.filter((tool) => !systemPath.some((folder) => isAccessible(join(folder, tool))));
  return missing.length === 0 ? [] : [`missing programs: ${missing.join(', ')}`];
}

function missingFiles(files: readonly string[]): string[] {
  const missing = files.filter((file) => !isAccessible(file, constants.F_OK));
  return missing.length === 0 ? [] : [`missing files: ${missing.join(', ')}`];
}

function isAccessible(file: string, mode: number = constants.X_OK): boolean {
  try {
    accessSync(file, mode);
    return true;
  } catch {
    return false;
  }
}

function isControlGroup2(root: string): boolean {
  return isAccessible(join(root, 'cgroup.subtree_control'), constants.F_OK);
}
