import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beginSandbox, type Lifecycle } from '../lifecycle.ts';
import { poll } from '../poll.ts';
import { identifyProcess } from '../process-identity.ts';
import { runCommand } from '../run-command.ts';
import type { SandboxHost, SandboxUser } from '../sandbox-host.ts';
import { readLogTail, spawnLogged } from '../spawn-logged.ts';
import { describeHostKey } from '../ssh-keys.ts';
import { answersHttp, answersSsh } from '../wait-for-host.ts';
import { connectBox } from './box-network.ts';
import { type BoxPasswords, type BoxSettings, boxEnvironment, writeBoxFiles } from './box-settings.ts';
import { createControlGroups, planControlGroups } from './control-groups.ts';
import { followSteps } from './follow-steps.ts';

const script = (name: string) => join(import.meta.dirname, name);
const repositoriesRoot = '/var/www/github';

/** Starts a box and resolves once its sshd (and nginx) answer; takes 0.4 s tiny, 0.8 s with systemd. */
export async function startBox(settings: BoxSettings): Promise<SandboxHost> {
  const lifecycle = beginSandbox(settings.name, 'box');
  try {
    return await bringUp(settings, lifecycle);
  } catch (error) {
    const log = readLogTail(logOf(lifecycle.directory));
    await lifecycle.remove();
    throw new Error(`The box ${settings.name} did not come up: ${describe(error)}\n${log}`, { cause: error });
  }
}

async function bringUp(settings: BoxSettings, lifecycle: Lifecycle): Promise<SandboxHost> {
  const { directory } = lifecycle;
  const environment = boxEnvironment(directory, settings);
  const controlGroups = planControlGroups(settings.name);
  lifecycle.note({ controlGroups });
  createControlGroups(controlGroups);
  const passwords = await writeBoxFiles(directory, settings);

  const leash = spawnLogged('bash', [script('enter.bash'), script('init.bash'), ...controlGroups], {
    environment,
    log: logOf(directory),
    isOutputFollowed: true,
  });
  const steps = followSteps(leash);
  noteProcess(lifecycle, leash.pid);
  await steps.reached('entered');
  const initPid = await poll('process 1 of the box', () => firstChild(leash.pid));
  noteProcess(lifecycle, initPid);
  const [{ address }] = await Promise.all([
    connectBox(settings.name, initPid, (linkName) => lifecycle.note({ linkName })),
    steps.reached('ready'),
  ]);
  steps.detach();
  await Promise.all([answersSsh(address, 22), settings.hasNginx && answersHttp(address, 80)]);

  const users = describeUsers(passwords);
  return {
    kind: 'box',
    base: settings.bare === null ? 'machine' : 'bare',
    name: settings.name,
    ssh: { host: address, port: 22, user: 'root', keyPath: join(directory, 'id_ed25519') },
    hostKey: await describeHostKey(directory, address, 22),
    repositoriesRoot,
    repositories: settings.repositories.map((name) => ({ name, path: `${repositoriesRoot}/${name}` })),
    users,
    run: (command, { user = 'root', input = '' } = {}) => {
      const account = users.find(({ name }) => name === user);
      if (account === undefined) throw new Error(`The box has no user ${user}`);
      const runGroups = controlGroups.map((group) => join(group, 'run'));
      const what = [script('run.bash'), String(initPid), user, account.home, command, ...runGroups];
      return runCommand('bash', what, { input });
    },
    rootDirectory: `/proc/${initPid}/root`,
    stop: () => lifecycle.remove(),
  };
}

function describeUsers(passwords: BoxPasswords): SandboxUser[] {
  return [
    { name: 'root', uid: 0, home: '/root', password: null, hasKey: true, repositoriesRoot },
    {
      name: 'dev',
      uid: 4201,
      home: '/home/dev',
      password: passwords.dev,
      hasKey: true,
      repositoriesRoot: '/home/dev/code',
    },
    {
      name: 'mallory',
      uid: 4202,
      home: '/home/mallory',
      password: passwords.mallory,
      hasKey: false,
      repositoriesRoot: null,
    },
  ];
}

function noteProcess(lifecycle: Lifecycle, pid: number | undefined): void {
  const identity = pid === undefined ? null : identifyProcess(pid);
  if (identity === null) throw new Error('its first process ended at once');
  lifecycle.note({ processes: [...lifecycle.processes(), identity] });
}

function firstChild(pid: number | undefined): number | null {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return children === '' ? null : Number(children.split(' ')[0]);
}

function logOf(directory: string): string {
  return join(directory, 'log');
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
