import type { SandboxHost } from '../../../support/sandbox/sandbox-host.ts';
import { inside } from './inside.ts';

/** A further sshd inside a box, with settings of its own; it ends with the box. */
export interface SecondSshd {
  readonly host: string;
  readonly port: number;
  /** Process ids of what serves the connections, the processes of the logged-in users included. */
  servingPids(): Promise<number[]>;
}

/** Starts one on this port; every user may log in with the box's key. */
export async function startSecondSshd(
  host: SandboxHost,
  port: number,
  settings: readonly string[] = [],
): Promise<SecondSshd> {
  const options = [`PidFile=/run/sshd-${port}.pid`, 'AuthorizedKeysFile=/etc/ssh/everybody', ...settings];
  await inside(
    host,
    `install -m 0644 /root/.ssh/authorized_keys /etc/ssh/everybody
    /usr/sbin/sshd -p ${port} -E /var/log/sshd-${port}.log ${options.map((option) => `-o ${option}`).join(' ')}
    for ((i = 0; i < 100; i++)); do [[ -s /run/sshd-${port}.pid ]] && exit 0; sleep 0.05; done; exit 1`,
  );
  return {
    host: host.ssh.host,
    port,
    servingPids: async () => {
      const found = await inside(
        host,
        `list() { for child in $(cat /proc/$1/task/*/children); do [[ $(cat /proc/$child/comm) != sshd* ]] || { echo $child; list $child; }; done; }
        list "$(cat /run/sshd-${port}.pid)"`,
      );
      return found.split('\n').filter(Boolean).map(Number);
    },
  };
}
