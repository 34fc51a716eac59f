import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import type { Remote } from '../../../main/core/remote/remote.ts';
import type { Link } from '../../../main/core/ssh/link.ts';
import { rounds } from '../../support/rounds.ts';
import { expectNoLeftovers } from '../../support/sandbox/audit/audit.ts';
import { type LinkProxy, startLinkProxy } from '../../support/sandbox/link-proxy/link-proxy.ts';
import { poll } from '../../support/sandbox/poll.ts';
import type { SandboxHost } from '../../support/sandbox/sandbox-host.ts';
import { startSandbox } from '../../support/sandbox/start-sandbox.ts';
import { berthHome, inside } from '../core/support/inside.ts';
import { reach } from './support/reach.ts';
import { readScreen } from './support/screen.ts';

const cutCount = rounds('BERTH_ENDURANCE_CUT_TERMINALS', 20, 200);
const size = { columns: 120, rows: 40 };
const ids = ['one', 'two', 'three'];
let host: SandboxHost;
let proxy: LinkProxy;

beforeAll(async () => {
  host = await startSandbox({ kind: 'box', hasCodeServer: false });
  proxy = await startLinkProxy(host.ssh);
}, 300_000);
afterAll(async () => {
  await proxy?.close();
  await host?.stop();
});
afterEach(() => expectNoLeftovers(host));

const tmux = (command: string) => inside(host, `tmux -u -S "${berthHome}/sessions/socket" ${command}`, host.ssh.user);
/** The pid of the server, and of each session's program. */
const livingPids = () => tmux(`list-panes -a -F '#{pid} #{session_name} #{pane_pid} #{pane_dead}'`);
const clientCount = async () => (await tmux(`list-clients -F '#{client_pid}'`)).split('\n').filter(Boolean).length;
/** Processes that only a view has: what shows a session, and what begins that. */
const viewProcesses = `for f in /proc/[0-9]*/cmdline; do
  tr '\\0' ' ' <"$f" 2>/dev/null | grep -Eq '^tmux .*attach-session|[/]session-attach ' && echo "\${f//[!0-9]/}" || :
done`;

async function startSessions(remote: Remote): Promise<void> {
  for (const id of ids) {
    const args = [
      '--id',
      id,
      '--title',
      id,
      '--kind',
      'terminal',
      '--path',
      '/tmp',
      '--columns',
      '120',
      '--rows',
      '40',
    ];
    const started = await remote.operate('session-start', args, z.unknown());
    if (!started.ok) throw new Error(`${started.failure.message} ${started.failure.detail}`);
  }
}

/** Spread over 10 ms to 2 s; the first moments, in which a client begins, are met more often. */
const momentMs = (index: number) => 10 + 1_990 * (index / Math.max(1, cutCount - 1)) ** 2;

async function cutDuring(link: Link, remote: Remote, index: number): Promise<void> {
  const views = await Promise.all(
    ids.map((id, at) =>
      remote.attach('session-attach', [id, `view-${index}-${at}`, at === 0 ? 'control' : 'watch'], { size }),
    ),
  );
  const screens = views.map((view) => {
    if (!view.ok) throw new Error(`${view.failure.message} ${view.failure.detail}`);
    return { view: view.value, screen: readScreen(view.value.output) };
  });
  // One of them prints much while the link goes.
  screens[0]?.view.write(Buffer.from('seq 1 20000\r'));
  await new Promise((resolve) => setTimeout(resolve, momentMs(index)));
  proxy.cut();
  for (const { view, screen } of screens) {
    expect(await view.ended).toEqual({ kind: 'lost' });
    await screen.over;
  }
  await proxy.restore();
  link.wake();
  const up = await link.whenConnected(20_000);
  if (!up.ok) throw new Error(up.failure.message);
}

it(
  `${cutCount} cuts from 10 ms to 2 s after views were attached: what runs goes on, and no view stays behind`,
  async () => {
    const { link, remote } = await reach(host, { ssh: { host: '127.0.0.1', port: proxy.port } });
    await startSessions(remote);
    const before = await livingPids();
    expect(before.split('\n')).toHaveLength(ids.length);
    for (let index = 0; index < cutCount; index += 1) {
      await cutDuring(link, remote, index);
      expect(await livingPids()).toBe(before);
    }
    await poll('the end of all views', async () => ((await clientCount()) === 0 ? true : null), 15_000);
    await poll(
      'the end of what showed them',
      async () => ((await inside(host, viewProcesses)) === '' ? true : null),
      15_000,
    );
    // They still take a view and what is typed into it.
    const view = await remote.attach('session-attach', ['two', 'last', 'control'], { size });
    if (!view.ok) throw new Error(view.failure.message);
    const screen = readScreen(view.value.output);
    view.value.write(Buffer.from('echo still-$((40 + 2))\r'));
    await screen.until('still-42');
    view.value.close();
    expect(await livingPids()).toBe(before);
    for (const id of ids) {
      const stopped = await remote.operate('session-stop', ['--id', id], z.unknown());
      if (!stopped.ok) throw new Error(`${stopped.failure.message} ${stopped.failure.detail}`);
    }
  },
  60_000 + cutCount * 6_000,
);
