import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { ensureCodeServer } from '../../support/sandbox/code-server/ensure-code-server.ts';
import { poll } from '../../support/sandbox/poll.ts';
import type { SandboxHost } from '../../support/sandbox/sandbox-host.ts';
import { runInside } from './run-inside.ts';
import { splitServer } from './split-messages.ts';

const largeMegabytes = 200;
const splitPort = 9301;
const smallFileCount = 200;
const smallFileMaxBytes = 20_000;
const berthHome = '~/.local/share/berth';

/** What is there to be fetched from an instance, below its own path. */
export interface TrafficHost {
  /** Port of Berth's nginx on the box; both sides end there. */
  readonly nginxPort: number;
  /** The cookie that code-server asks for; the gate adds it by itself. */
  readonly instanceCookie: string;
  readonly largePath: string;
  readonly splitPath: string;
  /** Static files of the editor, which code-server serves. */
  readonly smallPaths: readonly string[];
}

/** Adds a large file and a talkative WebSocket to the nginx of a running instance, and finds small files of its editor. */
export async function prepareTraffic(host: SandboxHost, instancePath: string, page: string): Promise<TrafficHost> {
  const id = path.basename(instancePath);
  await runInside(host, `mkdir -p /srv/bench && head -c ${largeMegabytes}M /dev/urandom >/srv/bench/large.bin`);
  const node = '/opt/code-server/node_modules/node-linux-*/bin/node';
  await runInside(host, 'cat >/srv/bench/split.cjs', splitServer(splitPort));
  await runInside(host, `setsid ${node} /srv/bench/split.cjs </dev/null >/srv/bench/split.log 2>&1 &`);
  await poll('the WebSocket server', async () => {
    return (await host.run(`exec 3<>/dev/tcp/127.0.0.1/${splitPort}`)).code === 0;
  });
  const routes = `
    location ${instancePath}bench/ { alias /srv/bench/; }
    location ${instancePath}bench-split { proxy_pass http://127.0.0.1:${splitPort}; include proxy.conf; }`;
  const nginx = `${berthHome}/nginx`;
  await runInside(
    host,
    `cat >${nginx}/conf/vscode-projects/bench.conf && kill -HUP "$(cat ${nginx}/nginx.pid)"`,
    routes,
  );
  const nginxPort = Number((await runInside(host, `cat ${nginx}/port`)).trim());
  const largePath = `${instancePath}bench/large.bin`;
  const isServed = `curl -sfI -o /dev/null http://127.0.0.1:${nginxPort}${largePath}`;
  await poll('the large file', async () => (await host.run(isServed)).code === 0);
  const token = (await runInside(host, `cat ${berthHome}/instances/${id}/token`)).trim();
  return {
    nginxPort,
    instanceCookie: `code-server-session-${id}=${token}`,
    largePath,
    splitPath: `${instancePath}bench-split`,
    smallPaths: await findSmallPaths(instancePath, page),
  };
}

/** The build that the box shows read-only lies on this machine too, so that its files can be named here. */
async function findSmallPaths(instancePath: string, page: string): Promise<string[]> {
  const base = /[\w-]+\/static(?=\/)/.exec(page)?.[0];
  if (base === undefined) throw new Error('the page of the editor names no static files');
  const { directory } = await ensureCodeServer();
  const root = path.join(directory, 'node_modules/code-server/lib/vscode');
  const names = (await readdir(path.join(root, 'extensions'), { recursive: true })).sort();
  const paths: string[] = [];
  for (const name of names) {
    if (paths.length === smallFileCount) return paths;
    const found = await stat(path.join(root, 'extensions', name));
    if (found.isFile() && found.size > 0 && found.size <= smallFileMaxBytes && /^[\w./-]+$/.test(name)) {
      paths.push(`${instancePath}${base}/extensions/${name}`);
    }
  }
  throw new Error(`the editor has no ${smallFileCount} small files`);
}
