import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createRemote } from '../../../main/core/remote/create-remote.ts';
import { packScripts, type ScriptArchive } from '../../../main/core/remote/script-archive.ts';
import { realClock } from '../../support/fakes/clock.ts';
import { createProcessLink } from '../../support/fakes/process-link.ts';

const scriptsDirectory = path.resolve('remote-scripts');
const hello = z.object({ home: z.string(), user: z.string(), bashVersion: z.string() });
let home: string;
let archive: ScriptArchive;
const berthHome = () => path.join(home, '.local/share/berth');
const environment = (more: NodeJS.ProcessEnv = {}) => ({ HOME: home, PATH: process.env.PATH, ...more });

function open(loginShell?: string, more: NodeJS.ProcessEnv = {}, scripts: ScriptArchive = archive) {
  const link = createProcessLink(environment(more), loginShell);
  return { link, remote: createRemote(link, async () => scripts, realClock) };
}

beforeEach(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), 'berth-home-'));
  archive = await packScripts(scriptsDirectory);
});
afterEach(() => rm(home, { recursive: true, force: true }));

describe('the scripts over one channel', () => {
  it('are pushed once, verified, and answer through one runner', async () => {
    const { link, remote } = open();
    for (let count = 0; count < 5; count += 1) {
      const answer = await remote.call('hello', [], hello);
      expect(answer).toMatchObject({ ok: true, value: { home: berthHome() } });
    }
    expect(link.openedCount).toBe(1);
    expect(await readdir(path.join(berthHome(), 'scripts'))).toEqual([archive.hash]);
    expect((await stat(berthHome())).mode & 0o777).toBe(0o700);
    remote.dispose();
    const again = open();
    expect((await again.remote.call('hello', [], hello)).ok).toBe(true);
    again.remote.dispose();
  });

  it('are pushed again when a byte of them changed on the host', async () => {
    const first = open();
    await first.remote.call('hello', [], hello);
    first.remote.dispose();
    const file = path.join(berthHome(), 'scripts', archive.hash, 'commands/hello');
    await chmod(file, 0o700);
    await writeFile(file, `${await readFile(file, 'utf8')}\ntouch ${home}/tampered\n`);
    const second = open();
    expect((await second.remote.call('hello', [], hello)).ok).toBe(true);
    second.remote.dispose();
    expect(await readFile(file, 'utf8')).not.toContain('tampered');
    expect(await readdir(home)).not.toContain('tampered');
  });

  it('are there for all who come first at once', async () => {
    const comers = Array.from({ length: 8 }, () => open());
    const answers = await Promise.all(comers.map(({ remote }) => remote.call('hello', [], hello)));
    for (const { remote } of comers) remote.dispose();
    expect(answers.map((answer) => (answer.ok ? 'ok' : answer.failure.detail))).toEqual(answers.map(() => 'ok'));
    expect(await readdir(path.join(berthHome(), 'scripts'))).toEqual([archive.hash]);
  });

  it('survive a noisy start-up file and a fish or tcsh login shell', async () => {
    await writeFile(path.join(home, 'noise.sh'), 'echo Welcome to the server; printf "no newline"');
    for (const [shell, more] of [
      ['/bin/bash', { BASH_ENV: path.join(home, 'noise.sh') }],
      ['/usr/bin/fish', {}],
      ['/bin/tcsh', {}],
      ['/bin/dash', {}],
    ] as const) {
      const { remote } = open(shell, more);
      expect(await remote.call('hello', [], hello), shell).toMatchObject({ ok: true });
      remote.dispose();
    }
  });

  it('say what is wrong when the login shell runs nothing', async () => {
    const { remote } = open('/bin/false');
    const answer = await remote.call('hello', [], hello);
    expect(!answer.ok && answer.failure).toMatchObject({ kind: 'host-unsupported', stage: 'session' });
  });

  it('refuse a home that is open to others', async () => {
    await mkdir(berthHome(), { recursive: true });
    await chmod(berthHome(), 0o777);
    const { remote } = open();
    const answer = await remote.call('hello', [], hello);
    expect(!answer.ok && answer.failure.message).toContain('open to others');
  });

  it('refuse a damaged archive and leave nothing half-installed', async () => {
    const damaged = Buffer.from(archive.archive);
    damaged.writeUInt8(damaged.readUInt8(200) ^ 0xff, 200);
    const { remote } = open(undefined, {}, { ...archive, archive: damaged });
    const answer = await remote.call('hello', [], hello);
    expect(!answer.ok && answer.failure.kind).toBe('host-unsupported');
    expect(await readdir(path.join(berthHome(), 'scripts'))).toEqual([]);
  });

  it('answer a call whose runner went away in between', async () => {
    const { link, remote } = open();
    await remote.call('hello', [], hello);
    link.drop();
    await link.whenConnected(0);
    expect((await remote.call('hello', [], hello)).ok).toBe(true);
    remote.dispose();
  });

  it('never let an argument become a command', async () => {
    const canary = path.join(home, 'canary');
    const { remote } = open();
    for (const hostile of [
      `$(touch ${canary})`,
      `'; touch ${canary}; '`,
      `\n touch ${canary}\n`,
      `\`touch ${canary}\``,
      '-rf',
      '--help',
      '../..',
    ]) {
      const answer = await remote.call('instance-access', ['--id', hostile], z.unknown());
      expect(!answer.ok && answer.failure.kind, hostile).toBe('invalid-input');
    }
    expect(await readdir(home)).not.toContain('canary');
    remote.dispose();
  });
});

describe('a host that does not keep to the protocol', () => {
  it('is told apart from a lost link when it prints a line without end', async () => {
    const flood = path.join(home, 'flood');
    await writeFile(flood, '#!/bin/bash\nhead -c 6000000 /dev/zero | tr "\\0" x\n');
    const { remote } = open();
    await remote.call('hello', [], hello);
    remote.dispose();
    const scripts = { ...archive, bootstrap: `berth_bootstrap() { echo; echo "BERTH $1 ready"; bash ${flood}; }` };
    const hostile = open(undefined, {}, scripts);
    const answer = await hostile.remote.operate('instance-start', [], z.unknown());
    expect(!answer.ok && answer.failure.kind).toBe('script-failed');
    expect(!answer.ok && answer.failure.message).toContain('longer than 4 MiB');
    hostile.remote.dispose();
  });
});
