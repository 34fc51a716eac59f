import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import ssh2, { type ParsedKey } from 'ssh2';
import { expect, onTestFinished, test } from 'vitest';
import { describeHostKey } from '../../../main/core/ssh/host-keys/host-key.ts';
import type { Link } from '../../../main/core/ssh/link.ts';
import { startAnnouncingServer } from './announcing-server.ts';
import { type Desk, knownHostsLine, makeDesk, makeProfile, runCommand } from './harness.ts';
import { freePort, makeKey, type Sshd, startSshd } from './sshd.ts';

const run = promisify(execFile);

/** Host keys that outlive the servers, by type. */
async function makeHostKeys(...types: string[]) {
  const directory = await mkdtemp(join(tmpdir(), 'berth-rotation-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const keys = await Promise.all(
    types.map(async (type, index) => {
      const path = join(directory, `${index}_${type}`);
      await makeKey(path, { type });
      const text = await readFile(`${path}.pub`, 'utf8');
      return { path, line: text.split(' ').slice(0, 2).join(' ') };
    }),
  );
  return keys as [(typeof keys)[number], ...typeof keys];
}

const ownFile = (desk: Desk) => readFile(join(desk.data, 'known_hosts'), 'utf8').catch(() => '');

const fingerprintOf = ({ line }: { line: string }) => {
  const { type, fingerprint } = describeHostKey(Buffer.from(line.split(' ')[1] ?? '', 'base64'));
  return `${type} ${fingerprint}`;
};

/** Berth learns after the login is over, so its file is read until it says so. */
async function ownFileHas(desk: Desk, text: string): Promise<void> {
  await expect.poll(() => ownFile(desk), { timeout: 15_000, interval: 20 }).toBe(text);
}

/** Stays connected until the server has proved its keys and `during` is over. */
async function whileConnected(desk: Desk, sshd: Sshd, during = async (_link: Link) => {}): Promise<void> {
  const link = desk.link(makeProfile(sshd.port, { keyPath: sshd.keyPath }));
  expect(await link.connect()).toMatchObject({ ok: true });
  await expect.poll(() => sshd.log(), { timeout: 15_000, interval: 20 }).toMatch(/rtype hostkeys-prove-00/);
  // Its answer to a later question comes after the proofs.
  await runCommand(link, 'true');
  await during(link);
  await link.dispose();
}

test('A server that gets another key and then loses its first connects without a question all the while', async () => {
  const [first, second, third] = await makeHostKeys('ed25519', 'rsa', 'ecdsa');
  if (!second || !third) throw new Error('There are too few keys.');
  const port = await freePort();
  const line = (key: { line: string }) => knownHostsLine(port, key.line);
  const desk = await makeDesk();
  const withServer = async (keys: { path: string }[], during: (sshd: Sshd) => Promise<void>) => {
    const sshd = await startSshd({ port, hostKeyPaths: keys.map(({ path }) => path) });
    try {
      await during(sshd);
    } finally {
      await sshd.stop();
    }
  };

  await desk.writeKnownHosts(line(first));
  await withServer([first, second, third], async (sshd) => {
    await whileConnected(desk, sshd, async (link) => {
      await ownFileHas(desk, line(second) + line(third));
      const prints = [second, third].map((key) => fingerprintOf(key));
      await expect
        .poll(() => link.timeline().filter(({ kind }) => kind === 'host-keys'), { interval: 20 })
        .toMatchObject([{ message: expect.stringContaining(prints.join(', ')) }]);
    });
  });
  await withServer([second, third], async (sshd) => {
    await whileConnected(desk, sshd);
    // What the real client makes of Berth's file.
    const options = [`UserKnownHostsFile=${join(desk.data, 'known_hosts')}`, 'StrictHostKeyChecking=yes'];
    const args = ['-F', 'none', '-i', sshd.keyPath, '-p', String(port), ...options.flatMap((option) => ['-o', option])];
    const { stdout } = await run('ssh', [...args, 'root@127.0.0.1', 'echo in']);
    expect(stdout).toBe('in\n');
  });
  await withServer([third], async (sshd) => {
    await whileConnected(desk, sshd, () => ownFileHas(desk, line(third)));
  });
  // The user's own file is not Berth's to change.
  expect(await readFile(join(desk.home, '.ssh', 'known_hosts'), 'utf8')).toBe(line(first));
});

test('A host that is known by a pattern only teaches nothing', async () => {
  const sshd = await startSshd({ hostKeyTypes: ['ed25519', 'rsa'] });
  onTestFinished(() => sshd.stop());
  const desk = await makeDesk();
  await desk.writeKnownHosts(`[127.0.0.?]:${sshd.port} ${sshd.hostKeys[0]}\n`);
  await whileConnected(desk, sshd);
  expect(await ownFile(desk)).toBe('');
});

test('A key that a host announces and cannot prove is not believed, and drives out none', async () => {
  const [host, held, stolen, old] = await makeHostKeys('ed25519', 'ed25519', 'ed25519', 'ed25519');
  if (!held || !stolen || !old) throw new Error('There are too few keys.');
  const secret = await readFile(host.path, 'utf8');
  const parse = (text: string): ParsedKey => {
    const parsed = ssh2.utils.parseKey(text);
    if (parsed instanceof Error || Array.isArray(parsed)) throw new Error('It is no single key.');
    return parsed;
  };
  const keyOf = async ({ path }: { path: string }) => parse(await readFile(path, 'utf8'));
  const [hostKey, heldKey, stolenKey] = await Promise.all([host, held, stolen].map(keyOf));
  if (!hostKey || !heldKey || !stolenKey) throw new Error('There are too few keys.');
  const server = await startAnnouncingServer(secret, [
    { key: hostKey, signer: hostKey },
    { key: heldKey, signer: heldKey },
    { key: stolenKey, signer: heldKey },
  ]);
  const line = (key: { line: string }) => knownHostsLine(server.port, key.line);
  const desk = await makeDesk();
  await desk.writeKnownHosts(line(host));
  // A key that Berth wrote down and the host does not announce would go if all it announced were proven.
  await mkdir(desk.data);
  await writeFile(join(desk.data, 'known_hosts'), line(old));
  desk.secrets.set('password', 'any');
  const link = desk.link(makeProfile(server.port, { authMethod: 'password', keyPath: null }));
  expect(await link.connect()).toMatchObject({ ok: true });
  await ownFileHas(desk, line(old) + line(held));
  expect(server.proofCount()).toBe(1);
});
