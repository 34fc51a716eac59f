import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestCore, type TestCore } from '../../support/app/test-core.ts';
import { expectNoLeftovers } from '../../support/sandbox/audit/audit.ts';
import { type LinkProxy, startLinkProxy } from '../../support/sandbox/link-proxy/link-proxy.ts';
import { poll } from '../../support/sandbox/poll.ts';
import type { SandboxHost } from '../../support/sandbox/sandbox-host.ts';
import { startTestAgent, type TestAgent } from '../../support/sandbox/ssh-agent.ts';
import { startSandbox } from '../../support/sandbox/start-sandbox.ts';
import { berthHome, inside } from './support/inside.ts';
import { profile, start, stop } from './support/stage.ts';

let host: SandboxHost;
let proxy: LinkProxy;
let agent: TestAgent;
let app: TestCore;
beforeAll(async () => {
  [host, agent] = await Promise.all([startSandbox({ kind: 'box' }), startTestAgent()]);
  proxy = await startLinkProxy(host.ssh);
  const draft = { isAgentForwarded: true, agentPath: agent.socket };
  app = await startTestCore(host, { ssh: { host: '127.0.0.1', port: proxy.port }, draft });
}, 300_000);
afterAll(async () => {
  await app?.close();
  await proxy?.close();
  await agent?.stop();
  await host?.stop();
});

/** What a command says in the environment that VS Code was given. */
const asInstance = (pid: number | null, command: string) =>
  inside(
    host,
    `child=$(tr ' ' '\\n' </proc/${pid}/task/${pid}/children | head -n 1)
     socket=$(tr '\\0' '\\n' <"/proc/$child/environ" | sed -n 's/^SSH_AUTH_SOCK=//p')
     SSH_AUTH_SOCK=$socket; export SSH_AUTH_SOCK; ${command}`,
  );

it('what runs in VS Code uses the lent agent, also after a reconnect, and not without the profile’s word', async () => {
  const { pid } = await start(app, 'harbor-api');
  expect(await asInstance(pid, 'ssh-add -l')).toContain(agent.fingerprint);
  const before = await inside(host, `readlink "${berthHome}/agent"`);

  // Nobody asks the host for anything afterwards; the link alone must find its way back.
  proxy.cut();
  await proxy.restore();
  await poll('the agent to be there again', async () => {
    const { stdout } = await host.run(`readlink "${berthHome}/agent"`, { user: 'root' });
    return stdout.trim() !== before;
  });
  expect(await asInstance(pid, 'ssh-add -l')).toContain(agent.fingerprint);
  await stop(app, 'harbor-api');

  const [saved] = await app.client.profiles.list({}).then((all) => (all.ok ? all.value : []));
  if (saved === undefined) throw new Error('there is no profile');
  const { id: _id, ...draft } = saved;
  await app.client.profiles.edit({ profile, draft: { ...draft, isAgentForwarded: false } });
  const again = await start(app, 'harbor-api');
  expect(await asInstance(again.pid, 'echo "<$SSH_AUTH_SOCK>"')).toBe('<>');
  expect(await inside(host, `ls "${berthHome}" | grep -x agent || true`)).toBe('');
  await stop(app, 'harbor-api');
  await expectNoLeftovers(host);
}, 60_000);
