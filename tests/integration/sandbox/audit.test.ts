import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AuditFinding, type AuditOptions, audit, expectNoLeftovers } from '../../support/sandbox/audit/audit.ts';
import { describeSkip } from '../../support/sandbox/probe.ts';
import type { SandboxHost } from '../../support/sandbox/sandbox-host.ts';
import { startSandbox } from '../../support/sandbox/start-sandbox.ts';

interface Plant {
  readonly name: string;
  /** Runs as dev, whose folder of Berth is $B; what it starts, it notes in the array `pids`. */
  readonly plant: string;
  readonly finds: readonly { readonly kind: AuditFinding['kind']; readonly target: RegExp }[];
  readonly options?: AuditOptions;
}

const home = '/home/dev/.local/share/berth';
const inHome = (path: string) => new RegExp(`^${home}/${path}$`);
const anyProcess = /^pid \d+$/;
const token = 'c0ffee00'.repeat(8);

const plants: readonly Plant[] = [
  {
    name: 'a process with the mark of an instance that does not run',
    plant: 'BERTH_INSTANCE=ghost BERTH_INSTANCE_HOME=$B setsid sleep 300 & pids+=($!)',
    finds: [{ kind: 'process', target: anyProcess }],
  },
  {
    name: 'a process whose instance has a record of another process',
    plant: `sleep 300 & pids+=($!)
      write_record ghost running 8890 $!
      BERTH_INSTANCE=ghost BERTH_INSTANCE_HOME=$B setsid sleep 300 & pids+=($!)`,
    finds: [
      { kind: 'process', target: anyProcess },
      { kind: 'record', target: inHome('instances/ghost/record') },
    ],
  },
  {
    name: 'a listener on a port of the instances',
    plant: 'busybox nc -l -p 8895 & pids+=($!)',
    finds: [{ kind: 'listener', target: /^port 8895$/ }],
  },
  {
    name: 'an nginx without an instance, its folder and its port',
    plant: `mkdir -p $B/nginx/logs
      printf 'daemon off; master_process off; pid nginx.pid; error_log logs/error.log; events {} http { access_log off; ' >$B/nginx/n.conf
      for kind in client_body proxy fastcgi uwsgi scgi; do printf '%s_temp_path t-%s; ' $kind $kind >>$B/nginx/n.conf; done
      printf 'server { listen 127.0.0.1:8887; } }' >>$B/nginx/n.conf
      (cd $B/nginx && exec /usr/sbin/nginx -p $B/nginx/ -c n.conf 2>/dev/null) & pids+=($!)`,
    finds: [
      { kind: 'nginx', target: anyProcess },
      { kind: 'directory', target: inHome('nginx') },
      { kind: 'listener', target: /^port 8887$/ },
    ],
  },
  {
    name: 'a record of a start that never ended',
    plant: 'write_record ghost starting 8890 ""',
    finds: [{ kind: 'record', target: inHome('instances/ghost/record') }],
  },
  {
    name: 'a claim',
    plant: 'mkdir $B/ports; echo ghost >$B/ports/8890',
    finds: [{ kind: 'claim', target: inHome('ports/8890') }],
  },
  {
    name: 'a folder for sockets, and a socket in it',
    plant: 'mkdir -p $B/run/8890; make_socket $B/run/8890/vscode-ipc-1.sock',
    finds: [
      { kind: 'directory', target: inHome('run/8890') },
      { kind: 'socket', target: inHome('run/8890/vscode-ipc-1.sock') },
    ],
  },
  {
    name: 'a socket of VS Code in /tmp',
    plant: 'make_socket /tmp/vscode-git-0a1b.sock',
    finds: [{ kind: 'socket', target: /^\/tmp\/vscode-git-0a1b\.sock$/ }],
  },
  {
    name: 'a folder of an instance without a record',
    plant: 'mkdir -p $B/instances/ghost/user-data',
    finds: [{ kind: 'directory', target: inHome('instances/ghost') }],
  },
  {
    name: 'a wanted route and a live route, with the folder that holds them',
    plant:
      'mkdir -p $B/nginx/routes $B/nginx/conf/vscode-projects; touch $B/nginx/{routes,conf/vscode-projects}/ghost.conf',
    finds: [
      { kind: 'directory', target: inHome('nginx') },
      { kind: 'conf', target: inHome('nginx/routes/ghost.conf') },
      { kind: 'conf', target: inHome('nginx/conf/vscode-projects/ghost.conf') },
    ],
  },
  {
    name: 'a keeper without an instance, and its folder',
    plant: 'mkdir $B/keeper; BERTH_KEEPER_HOME=$B setsid sleep 300 & pids+=($!)',
    finds: [
      { kind: 'process', target: anyProcess },
      { kind: 'directory', target: inHome('keeper') },
    ],
  },
  {
    name: 'what only a process uses, left by a stop and by a suspend',
    plant: `write_record ghost stopped '' ''; echo x >$B/instances/ghost/environment
      write_record asleep suspended 8891 ''; mkdir $B/ports; echo asleep >$B/ports/8891; echo ${token} >$B/instances/asleep/token`,
    finds: [
      { kind: 'file', target: inHome('instances/ghost/environment') },
      { kind: 'file', target: inHome('instances/asleep/token') },
    ],
  },
  {
    name: 'the page of a suspended instance in an nginx that nobody needs',
    plant: `write_record asleep suspended 8891 ''; mkdir -p $B/nginx/routes; echo '# suspended' >$B/nginx/routes/asleep.conf`,
    finds: [
      { kind: 'directory', target: inHome('nginx') },
      { kind: 'conf', target: inHome('nginx/routes/asleep.conf') },
    ],
  },
  {
    name: 'a claim of a suspended instance on a port that is not its own',
    plant: `write_record asleep suspended 8891 ''; mkdir $B/ports; echo asleep >$B/ports/8892`,
    finds: [{ kind: 'claim', target: inHome('ports/8892') }],
  },
  {
    name: 'operations, writes, a cleanup and an installation that were cut off',
    plant: `write_record ghost stopped '' ''; mkdir -p $B/cleanup $B/code-server/.unpacking-9; touch $B/cleanup/list
      touch $B/instances/ghost/operation $B/instances/ghost/cancel $B/instances/ghost/record.tmp.12 $B/settings.tmp.34`,
    finds: [
      { kind: 'directory', target: inHome('cleanup') },
      { kind: 'directory', target: inHome('code-server/.unpacking-9') },
      { kind: 'file', target: inHome('instances/ghost/operation') },
      { kind: 'file', target: inHome('instances/ghost/cancel') },
      { kind: 'file', target: inHome('instances/ghost/record.tmp.12') },
      { kind: 'file', target: inHome('settings.tmp.34') },
    ],
  },
  {
    name: 'something of ours in /tmp',
    plant: 'mkdir /tmp/berth-work; touch /var/tmp/code-server.log',
    finds: [
      { kind: 'temporary', target: /^\/tmp\/berth-work$/ },
      { kind: 'temporary', target: /^\/var\/tmp\/code-server\.log$/ },
    ],
  },
  {
    name: 'files that others can read',
    plant: `write_record ghost stopped '' ''; mkdir -p $B/instances/ghost/user-data
      echo x >$B/instances/ghost/settings; chmod 0640 $B/instances/ghost/settings; chmod 0701 $B`,
    finds: [
      { kind: 'mode', target: new RegExp(`^${home}$`) },
      { kind: 'mode', target: inHome('instances/ghost/settings') },
    ],
  },
  {
    name: 'a token in a command line and in a log',
    plant: `write_record ghost stopped '' ''; echo ${token} >$B/instances/ghost/token
      bash -c 'sleep 300; :' --token=${token} & pids+=($!)
      echo 'GET /?t=${token}' >$B/instances/ghost/log`,
    finds: [
      { kind: 'file', target: inHome('instances/ghost/token') },
      { kind: 'secret', target: anyProcess },
      { kind: 'secret', target: inHome('instances/ghost/log') },
    ],
  },
  {
    name: 'a secret of the test in a journal',
    plant: 'mkdir $B/journal; echo "opened with hunter2-passphrase" >$B/journal/op-1',
    options: { secrets: ['hunter2-passphrase'] },
    finds: [{ kind: 'secret', target: inHome('journal/op-1') }],
  },
  {
    name: 'a process of a session that has ended, and secrets that its start left',
    plant: `mkdir -p $B/sessions/ghost; printf 'id=ghost\\nend=1\\n' >$B/sessions/ghost/record; echo x >$B/sessions/ghost/environment
      BERTH_SESSION=ghost BERTH_SESSION_HOME=$B setsid sleep 300 & pids+=($!)`,
    finds: [
      { kind: 'process', target: anyProcess },
      { kind: 'file', target: inHome('sessions/ghost/environment') },
    ],
  },
  {
    name: 'a tmux that keeps nothing, its socket, and a session without a record',
    plant: `mkdir -p $B/sessions/ghost
      BERTH_SESSION_HOME=$B tmux -S $B/sessions/socket -f /dev/null -D >/dev/null 2>&1 & pids+=($!)
      for i in {1..100}; do if [[ -S $B/sessions/socket ]]; then break; fi; sleep 0.05; done`,
    finds: [
      { kind: 'process', target: anyProcess },
      { kind: 'socket', target: inHome('sessions/socket') },
      { kind: 'directory', target: inHome('sessions/ghost') },
    ],
  },
  {
    name: 'a runner after everybody has left',
    plant:
      'mkdir -p $B/scripts/abc; echo "read -r _ < <(sleep 300)" >$B/scripts/abc/runner; bash $B/scripts/abc/runner & pids+=($!)',
    options: { isLinkClosed: true },
    finds: [{ kind: 'process', target: anyProcess }],
  },
];

// What the plants share. An ssh-agent is the nearest program that binds a socket and stays.
const helpers = `set -euo pipefail; umask 077; B=${home}; pids=(); rm -rf $B; mkdir -p $B
  write_record() {
    mkdir -p $B/instances/$1
    printf 'id=%s\\nstate=%s\\nport=%s\\npid=%s\\nstartTicks=%s\\nbootId=%s\\nend=1\\n' \
      "$1" "$2" "$3" "$4" "\${5-1}" "$(cat /proc/sys/kernel/random/boot_id)" >$B/instances/$1/record
  }
  make_socket() { ssh-agent -D -a "$1" & pids+=($!); }
`;

const skip = await describeSkip('box');
if (skip !== null) console.warn(skip);

describe.skipIf(skip !== null)('the audit of a host', () => {
  let host: SandboxHost;

  beforeAll(async () => {
    host = await startSandbox({ kind: 'box', hasCodeServer: false, repositories: [] });
  });
  afterAll(() => host.stop());

  async function asDev(command: string): Promise<string> {
    const { code, stdout, stderr } = await host.run(command, { user: 'dev' });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return stdout.trim();
  }

  /**
   * Plants as dev, and waits until what it starts is the program it should be. That must not keep the pipes of the command, so
   * the ids come by way of a file.
   */
  async function plantAsDev(plant: string): Promise<string> {
    const { code } = await host.run(
      `exec </dev/null >/dev/null 2>~/plant.log; ${helpers}${plant}
      for pid in "\${pids[@]}"; do while cmp -s "/proc/$pid/cmdline" /proc/$$/cmdline; do sleep 0.01; done; done
      sleep 0.1; echo "\${pids[*]-}" >~/pids`,
      { user: 'dev' },
    );
    expect({ code, log: await asDev('cat ~/plant.log') }).toEqual({ code: 0, log: '' });
    return asDev('cat ~/pids');
  }

  test('finds nothing on a new host', async () => {
    expect(await audit(host)).toEqual([]);
    await expectNoLeftovers(host, { isLinkClosed: true, secrets: ['hunter2-passphrase'] });
  });

  test.each(plants)('finds $name', async ({ plant, finds, options }) => {
    const pids = await plantAsDev(plant);
    try {
      const found = await audit(host, options);
      const wanted = finds.map(({ kind, target }) => ({ kind, target: expect.stringMatching(target) }));
      expect(found.map(({ kind, target }) => ({ kind, target }))).toEqual(expect.arrayContaining(wanted));
      expect(found).toHaveLength(finds.length);
      await expect(expectNoLeftovers(host, options)).rejects.toThrow(finds[0]?.kind ?? 'nothing');
    } finally {
      // A killed process is there until the kernel gets to it, and its mark with it.
      await asDev(`for pid in ${pids}; do kill -9 "$pid"; while [[ -s /proc/$pid/environ ]]; do sleep 0.01; done; done
        rm -rf ${home} /tmp/* /var/tmp/*`);
    }
    await expectNoLeftovers(host, options);
  });

  test("leaves alone what may stay: settings, what was learned, backups, a suspended instance's claim", async () => {
    await plantAsDev(`write_record ghost stopped '' ''; write_record asleep suspended 8891 ''; mkdir $B/ports; echo asleep >$B/ports/8891
      mkdir -p $B/instances/kept/user-data/User $B/history $B/backups/1-instances/instances/x $B/base/extensions $B/locks $B/journal
      echo '{}' >$B/instances/kept/user-data/User/settings.json
      touch $B/settings $B/history/memory $B/backups/1-instances/instances/x/record $B/base/settings.json $B/locks/ghost $B/lock`);
    await expectNoLeftovers(host, { isLinkClosed: true });
    await asDev(`rm -rf ${home}`);
  });

  test('leaves a running instance alone', async () => {
    const pids = await plantAsDev(`
      mkdir -p $B/ports $B/run/8890 $B/nginx/routes
      BERTH_INSTANCE=real BERTH_INSTANCE_HOME=$B XDG_RUNTIME_DIR=$B/run/8890 busybox nc -ll -p 8890 -e true &
      pids+=($!); sleep 0.1
      read -r -a stat <<<"$(sed 's/.*) //' /proc/$!/stat)"
      write_record real running 8890 $! "\${stat[19]}"
      mkdir -p $B/scripts/abc $B/keeper; mkfifo $B/keeper/fifo; echo "read -r _ <>$B/keeper/fifo" >$B/scripts/abc/keeper
      BERTH_KEEPER_HOME=$B bash $B/scripts/abc/keeper & pids+=($!)
      touch $B/instances/real/{token,environment,memory,idle}
      echo real >$B/ports/8890; touch $B/nginx/routes/real.conf
      make_socket $B/run/8890/vscode-ipc-1.sock`);
    expect(await audit(host, { isLinkClosed: true })).toEqual([]);
    await asDev(`kill -9 ${pids}`);
    const kinds = (await audit(host, { user: 'dev' })).map(({ kind }) => kind).sort();
    expect(kinds).toEqual([
      ...['claim', 'conf', 'directory', 'directory', 'directory'],
      ...['file', 'file', 'file', 'record', 'socket'],
    ]);
  });
});
