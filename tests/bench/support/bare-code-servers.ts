import { Agent } from 'node:http';
import { poll } from '../../support/sandbox/poll.ts';
import type { SandboxHost } from '../../support/sandbox/sandbox-host.ts';
import { fetchPage } from './fetch-page.ts';
import { runInside } from './run-inside.ts';

const firstPort = 9101;
const pollMs = 10;

/** Plain code-servers started by hand behind the host's own nginx, whose routes are there before: the peer of a start. */
export interface BareCodeServers {
  /** Starts these at once and resolves when the last one's page was read. */
  start(indexes: readonly number[]): Promise<void>;
  /** Ends them by the process groups noted at their start. */
  stop(): Promise<void>;
}

const route = (index: number) => `
  location /vscode/bare-${index}/ {
    proxy_pass http://127.0.0.1:${firstPort + index}/;
    proxy_http_version 1.1;
    proxy_set_header Host $http_host;
    proxy_set_header Upgrade $http_upgrade;
    proxy_set_header Connection upgrade;
    proxy_buffering off;
  }`;

/** What is typed by hand, as lean as code-server can be had: no login, nothing that asks the internet. */
const launch = (index: number) => `
  setsid code-server --auth none --bind-addr 127.0.0.1:${firstPort + index} \
    --user-data-dir ~/bare/${index}/data --extensions-dir ~/bare/${index}/extensions \
    --disable-telemetry --disable-update-check >~/bare/${index}.log 2>&1 </dev/null &
  echo $!`;

/** Prepares routes and folders for `count` of them. The address polled is the box's own, with no tunnel in between. */
export async function prepareBareCodeServers(host: SandboxHost, count: number): Promise<BareCodeServers> {
  const indexes = Array.from({ length: count }, (_, index) => index);
  const site = `server { listen 80 default_server; client_max_body_size 0; ${indexes.map(route).join('')}\n}\n`;
  await runInside(host, 'cat >/etc/nginx/sites-enabled/default && nginx -t -q && nginx -s reload', site);
  await runInside(host, `mkdir -p ${indexes.map((index) => `~/bare/${index}`).join(' ')}`);
  const groups: string[] = [];
  const agent = new Agent({ keepAlive: true });
  return {
    async start(started) {
      const printed = await runInside(host, started.map(launch).join(''));
      groups.push(...printed.trim().split('\n'));
      await Promise.all(
        started.map((index) => {
          const folder = encodeURIComponent(host.repositories[index]?.path ?? host.repositoriesRoot);
          const address = { host: host.ssh.host, port: 80, path: `/vscode/bare-${index}/?folder=${folder}` };
          return poll(`the page of bare code-server ${index}`, () => fetchPage(address, agent), 120_000, pollMs);
        }),
      );
    },
    async stop() {
      const ended = groups.splice(0);
      if (ended.length === 0) return;
      await runInside(host, `kill -TERM ${ended.map((group) => `-${group}`).join(' ')}`);
      const isAnyThere = ended.map((group) => `kill -0 -${group} 2>/dev/null`).join(' || ');
      agent.destroy();
      await runInside(host, `for try in {1..200}; do ${isAnyThere} || exit 0; sleep 0.1; done; exit 1`);
    },
  };
}
