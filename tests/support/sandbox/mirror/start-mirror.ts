import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { CodeServerReleases } from '../../../../main/core/ports.ts';
import { ensureBareFiles } from '../bare/ensure-bare.ts';
import type { SandboxHost } from '../sandbox-host.ts';
import { ensureRelease, type ReleaseWish } from './ensure-release.ts';
import { type GitServer, startGitServer } from './git-server.ts';
import { type GitOverSsh, startGitOverSsh } from './git-ssh.ts';
import { sendFile, sendSentence } from './send.ts';
import { createSpoils, type Spoil } from './spoil.ts';

/** One request, for proving what was asked for. */
export interface MirrorRequest {
  readonly method: string;
  readonly path: string;
  /** The Range header, or null. */
  readonly range: string | null;
  /** Null until the head of the answer was sent. */
  readonly status: number | null;
}

/** A repository of the mirror, by its addresses. */
export interface MirrorGit {
  /** Anybody may clone and push. */
  readonly url: string;
  /** The same repository for who names this user and password. */
  readonly guardedUrl: string;
  readonly user: string;
  readonly password: string;
}

/** What a host would get from the internet, on this machine's end of its cable. */
export interface Mirror {
  /** As in `http://10.78.3.1:40123`; reached from that box and from this machine. */
  readonly url: string;
  /** The line of a sources.list; the bare box of `startMirror` has it already. */
  readonly aptLine: string;
  /**
   * A release of code-server for the core's port, behind a redirect as on GitHub. Packs it when it is not cached
   * (10 to 40 s, once, told on stderr).
   */
  releases(wish?: ReleaseWish): Promise<CodeServerReleases>;
  /** A small repository; made at the first call. */
  git(): Promise<MirrorGit>;
  /** The same repository over SSH; nobody may in until a key is allowed. */
  gitOverSsh(): Promise<GitOverSsh>;
  /** All so far, oldest first. */
  readonly requests: readonly MirrorRequest[];
  /** Lets something go wrong; the function that is returned calls it off. */
  spoil(spoil: Spoil): () => void;
  /** Ends it and all its connections. */
  stop(): Promise<void>;
}

const gitName = 'tide-tables';
const gitUser = 'mara';
const unameOf: Readonly<Record<string, string>> = { x64: 'x86_64', arm64: 'aarch64' };

/**
 * Starts a mirror for one host: a box reaches it over its cable, a local sandbox and `null` over the loopback. The
 * package sources of a bare box are changed to it; its lists are as empty as a fresh server's until `apt-get update`.
 */
export async function startMirror(host: SandboxHost | null): Promise<Mirror> {
  const files = new Map<string, string>();
  const redirects = new Map<string, string>();
  const requests: MirrorRequest[] = [];
  const spoils = createSpoils();
  const password = randomBytes(9).toString('base64url');
  let git: Promise<GitServer> | null = null;
  let gitOverSsh: ReturnType<typeof startGitOverSsh> | null = null;
  const repositories = () => {
    git ??= startGitServer(gitName);
    return git;
  };
  const isBare = host?.base === 'bare';
  const packages = isBare ? (await ensureBareFiles()).packagesDirectory : null;

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://mirror').pathname);
    requests.push({
      method: request.method ?? '',
      path,
      range: request.headers.range ?? null,
      get status() {
        return response.headersSent ? response.statusCode : null;
      },
    });
    const target = redirects.get(path);
    if (target !== undefined) {
      response.writeHead(302, { location: target }).end();
      return;
    }
    const spoil = spoils.take(path);
    if (spoil?.isSilent === true) return;
    if (spoil?.status !== undefined) {
      sendSentence(response, spoil.status, 'The mirror was told to answer so.');
      return;
    }
    const [, place, ...parts] = path.split('/');
    const inside = `/${parts.join('/')}`;
    const file = files.get(path) ?? (place === 'apt' && packages !== null ? packageAt(packages, parts) : null);
    if (file !== null) await sendFile(request, response, file, spoil);
    else if (place === 'git' && git !== null) await (await git).answer(request, response, inside, spoil);
    else if (place === 'guarded' && git !== null) {
      if (isAllowed(request, password)) await (await git).answer(request, response, inside, spoil);
      else response.writeHead(401, { 'www-authenticate': 'Basic realm="mirror"' }).end();
    } else sendSentence(response, 404, 'The mirror has no such file.');
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (!response.headersSent) sendSentence(response, 500, String(error));
      else response.destroy();
    });
  });
  const url = await listen(server, addressFor(host));
  const aptLine = `deb [trusted=yes] ${url}/apt ./`;
  if (isBare && host !== null) await setSources(host, aptLine);

  return {
    url,
    aptLine,
    requests,
    spoil: spoils.add,
    async releases(wish) {
      const { path, version, sha256, sizeBytes } = await ensureRelease(wish);
      const name = path.slice(path.lastIndexOf('/') + 1);
      const archive = `/releases/download/v${version}/${name}`;
      files.set(`/objects/${name}`, path);
      redirects.set(archive, `${url}/objects/${name}?signature=${randomBytes(9).toString('base64url')}`);
      const machine = unameOf[process.arch] ?? process.arch;
      return { version, archives: { [machine]: { url: `${url}${archive}`, sha256, sizeBytes } } };
    },
    async git() {
      await repositories();
      const at = (place: string) => `${url}/${place}/${gitName}.git`;
      return { url: at('git'), guardedUrl: at('guarded'), user: gitUser, password };
    },
    async gitOverSsh() {
      gitOverSsh ??= repositories().then(({ directory }) => startGitOverSsh(directory, addressFor(host), gitName));
      return gitOverSsh;
    },
    async stop() {
      (await gitOverSsh)?.stop();
      server.closeAllConnections();
      await new Promise<void>((done) => {
        server.close(() => done());
      });
      (await git)?.remove();
    },
  };
}

function addressFor(host: SandboxHost | null): string {
  return host?.kind === 'box' ? host.ssh.host.replace(/\.\d+$/, '.1') : '127.0.0.1';
}

function packageAt(directory: string, parts: readonly string[]): string | null {
  const name = parts.join('/');
  const path = join(directory, name);
  return /^[\w.+~-]+$/.test(name) && existsSync(path) ? path : null;
}

function isAllowed(request: IncomingMessage, password: string): boolean {
  const wanted = Buffer.from(`${gitUser}:${password}`).toString('base64');
  return request.headers.authorization === `Basic ${wanted}`;
}

async function setSources(host: SandboxHost, aptLine: string): Promise<void> {
  const command = 'rm -f /etc/apt/sources.list.d/* && cat >/etc/apt/sources.list';
  const { code, stderr } = await host.run(command, { user: 'root', input: `${aptLine}\n` });
  if (code !== 0) throw new Error(`The package sources of ${host.name} cannot be changed: ${stderr}`);
}

function listen(server: ReturnType<typeof createServer>, address: string): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, address, () => {
      const bound = server.address();
      if (bound !== null && typeof bound === 'object') resolve(`http://${address}:${bound.port}`);
      else reject(new Error(`The mirror has no port on ${address}`));
    });
  });
}
