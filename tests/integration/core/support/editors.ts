import type { SandboxHost } from '../../../support/sandbox/sandbox-host.ts';
import { berthHome, inside } from './inside.ts';

/** A running VS Code, as the host itself shows it. */
export interface Editor {
  readonly repository: string;
  /** All its processes, each as `<pid>@<ticks from the boot to its start>`. */
  readonly processes: string;
  /** The version in whose folder the programs lie that its processes run; more than one when they do not agree. */
  readonly runs: string;
  /** The version that code-server told when it started. */
  readonly says: string;
  /** The status with which it answers when it is asked whether it is well. */
  readonly health: string;
}

const look = String.raw`
  cd ${berthHome}/instances
  for id in *; do
    # A process that ends meanwhile is a failure to grep.
    pids=$({ grep -lszxF "BERTH_INSTANCE=$id" /proc/[0-9]*/environ || :; } | tr -dc '0-9\n' | sort -n | paste -sd ' ')
    [[ -n $pids ]] || continue
    processes=$(awk '{ pid = $1; sub(/.*\) /, ""); print pid "@" $20 }' $(printf '/proc/%s/stat ' $pids) | paste -sd ' ')
    runs=$(for pid in $pids; do readlink "/proc/$pid/exe" || :; done | sed -n 's,.*/code-server/\([0-9.]*\)/.*,\1,p' | sort -u | paste -sd ' ')
    says=$(sed -n 's/.*info  *code-server \([0-9.]*\) .*/\1/p' "$id/log" | tail -n 1)
    exec 3<>"/dev/tcp/127.0.0.1/$(sed -n 's/^port=//p' "$id/record")"
    printf 'GET /healthz HTTP/1.0\r\n\r\n' >&3
    read -r _ health _ <&3
    exec 3>&-
    printf '%s|' "$id" "$processes" "$runs" "$says" "$health"
    echo
  done`;

/** All that run as this user, in order of their repositories. */
export async function editors(host: SandboxHost, user = host.ssh.user): Promise<Editor[]> {
  const rows = (await inside(host, look, user)).split('\n').filter((row) => row !== '');
  return rows.map((row) => {
    const [id = '', processes = '', runs = '', says = '', health = ''] = row.split('|');
    return { repository: id.replace(/-\w+$/, ''), processes, runs, says, health };
  });
}
