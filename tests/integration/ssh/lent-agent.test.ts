import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startTestAgent, type TestAgent } from '../../support/sandbox/ssh-agent.ts';
import { knownHostsLine, makeDesk, makeProfile, runCommand } from './harness.ts';
import { type Sshd, startSshd } from './sshd.ts';

let agent: TestAgent;
beforeAll(async () => {
  agent = await startTestAgent();
});
afterAll(() => agent.stop());

async function linkTo(isAgentForwarded: boolean, settings: readonly string[] = []) {
  const sshd: Sshd = await startSshd({ settings });
  onTestFinished(() => sshd.stop());
  const desk = await makeDesk();
  await desk.writeKnownHosts(sshd.hostKeys.map((key) => knownHostsLine(sshd.port, key)).join(''));
  const link = desk.link(makeProfile(sshd.port, { keyPath: sshd.keyPath, isAgentForwarded, agentPath: agent.socket }));
  expect(await link.connect()).toMatchObject({ ok: true });
  return link;
}

test('A host uses the agent only where the profile lends it, in every session', async () => {
  const lending = await linkTo(true);
  const uses = await Promise.all([1, 2, 3, 4].map(() => runCommand(lending, 'ssh-add -l')));
  for (const { out } of uses) expect(out).toContain(agent.fingerprint);
  const keeping = await linkTo(false);
  expect((await runCommand(keeping, 'echo "<$SSH_AUTH_SOCK>"')).out).toBe('<>\n');
});

test('A host that lets nobody lend an agent works without it', async () => {
  const link = await linkTo(true, ['AllowAgentForwarding no', 'MaxSessions 2']);
  const runs = await Promise.all([1, 2].map(() => runCommand(link, 'echo "<$SSH_AUTH_SOCK>"')));
  for (const { out } of runs) expect(out).toBe('<>\n');
});
