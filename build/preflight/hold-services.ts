import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mustRun } from '../../tests/support/sandbox/run-command.ts';

const policyFile = '/usr/sbin/policy-rc.d';
const mark = '# Berth preflight: services of packages being installed must not start on this machine.';

/**
 * Keeps Debian's package scripts from starting services while `action` runs. A policy that somebody else set stays as
 * it is; one of ours that a crash left behind is taken over and removed.
 */
export async function holdServices<T>(action: () => Promise<T>): Promise<T> {
  const isForeign = existsSync(policyFile) && !readFileSync(policyFile, 'utf8').includes(mark);
  if (isForeign) return action();
  // 101: "action forbidden by policy", see invoke-rc.d(8).
  writeFileSync(policyFile, `#!/bin/sh\n${mark}\nexit 101\n`, { mode: 0o755 });
  try {
    return await action();
  } finally {
    rmSync(policyFile, { force: true });
  }
}

const servicesOf: Readonly<Record<string, readonly string[]>> = {
  'openssh-server': ['ssh.service', 'ssh.socket'],
  'nginx-light': ['nginx.service'],
};

/** On a machine that systemd runs: services of packages installed just now do not start at the next boot either. */
export async function disableServices(installed: readonly string[]): Promise<void> {
  if (!existsSync('/run/systemd/system')) return;
  const services = installed.flatMap((name) => servicesOf[name] ?? []);
  if (services.length > 0) await mustRun('systemctl', ['disable', '--quiet', ...services]);
}
