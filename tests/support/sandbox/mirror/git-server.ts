import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mustRun } from '../run-command.ts';
import { sendBody, sendSentence } from './send.ts';
import type { Spoil } from './spoil.ts';

/** Bare repositories served by git itself. */
export interface GitServer {
  /** Folder of `<name>.git`. */
  readonly directory: string;
  answer(request: IncomingMessage, response: ServerResponse, path: string, spoil: Spoil | null): Promise<void>;
  remove(): void;
}

const seedScript = join(import.meta.dirname, '../seed-repositories.bash');
/** Enough to see a clone progress when the mirror is slow. */
const ballastBytes = 2_000_000;

/** Makes one small bare repository of this name, with two commits, a branch and 2 MB that cannot be compressed. */
export async function startGitServer(name: string): Promise<GitServer> {
  const directory = await mkdtemp(join(tmpdir(), 'berth-mirror-'));
  const working = join(directory, name);
  await mustRun('bash', [seedScript, directory, name]);
  writeFileSync(join(working, 'ballast'), randomBytes(ballastBytes));
  const author = ['-c', 'user.name=Mara Lindqvist', '-c', 'user.email=mara@example.invalid'];
  await mustRun('git', ['-C', working, 'add', 'ballast']);
  await mustRun('git', ['-C', working, ...author, 'commit', '--quiet', '--message', 'Keep the charts']);
  await mustRun('git', ['clone', '--quiet', '--bare', working, `${working}.git`]);
  await mustRun('git', ['-C', `${working}.git`, 'config', 'http.receivepack', 'true']);
  rmSync(working, { recursive: true });
  const backend = join((await mustRun('git', ['--exec-path'])).trim(), 'git-http-backend');
  return {
    directory,
    answer: (request, response, path, spoil) => runBackend(backend, directory, request, response, path, spoil),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** One request through git's own CGI program. */
async function runBackend(
  backend: string,
  directory: string,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  spoil: Spoil | null,
): Promise<void> {
  const query = new URL(request.url ?? '/', 'http://mirror').search.slice(1);
  const { headers } = request;
  const child = spawn(backend, [], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: {
      PATH: process.env.PATH,
      GIT_PROJECT_ROOT: directory,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: path,
      QUERY_STRING: query,
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: headers['content-encoding'] ?? '',
      HTTP_GIT_PROTOCOL: String(headers['git-protocol'] ?? ''),
    },
  });
  // Git may end without reading all that it is sent.
  child.stdin.on('error', () => {});
  request.pipe(child.stdin);
  response.once('close', () => child.kill());
  const output = child.stdout[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const { head, rest } = await readHead(output);
  if (head === null) {
    sendSentence(response, 500, 'git-http-backend said nothing');
    return;
  }
  const status = Number(/^Status: (\d+)/im.exec(head)?.[1] ?? 200);
  const fields = [...head.matchAll(/^([\w-]+): (.*)$/gm)].filter(([, name]) => name?.toLowerCase() !== 'status');
  response.writeHead(status, Object.fromEntries(fields.map(([, name, value]) => [name, value])));
  await sendBody(response, concat(rest, output), spoil);
}

async function readHead(output: AsyncIterator<Buffer>): Promise<{ head: string | null; rest: Buffer }> {
  let seen = Buffer.alloc(0);
  for (let step = await output.next(); step.done !== true; step = await output.next()) {
    seen = Buffer.concat([seen, step.value]);
    const end = seen.indexOf('\r\n\r\n');
    if (end >= 0)
      return { head: seen.subarray(0, end).toString('latin1').replaceAll('\r', ''), rest: seen.subarray(end + 4) };
  }
  return { head: null, rest: seen };
}

async function* concat(first: Buffer, others: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  for (let step = await others.next(); step.done !== true; step = await others.next()) yield step.value;
}
