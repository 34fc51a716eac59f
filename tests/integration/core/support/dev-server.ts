import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { SandboxHost } from '../../../support/sandbox/sandbox-host.ts';
import { berthHome, inside, nodeInside, quoted } from './inside.ts';

/** Vite and all that it loads. */
const packages = [
  'vite',
  'rolldown',
  '@rolldown',
  '@oxc-project',
  'lightningcss',
  `lightningcss-linux-${process.arch}-gnu`,
  'detect-libc',
  'picomatch',
  'postcss',
  'nanoid',
  'picocolors',
  'source-map-js',
  'tinyglobby',
  'fdir',
];

const index = `<!doctype html><title>site</title><h1></h1><script type="module" src="/main.js"></script>`;
const main = `import { words } from './words.js';
const show = (text) => { document.querySelector('h1').textContent = text; };
show(words);
import.meta.hot.accept('./words.js', (next) => show(next.words));`;

/** A development server with hot reload inside a host. */
export interface DevServer {
  /** Changes the module that the page shows. */
  say(words: string): Promise<void>;
}

/** Copies Vite into the host and starts it there as a terminal of this instance's editor would. */
export async function startVite(host: SandboxHost, instanceId: string, port: number): Promise<DevServer> {
  const { user } = host.ssh;
  const say = async (words: string) => {
    const text = `export const words = '${words}';`.padEnd(80);
    // One write over the whole file: one that is emptied first may be read empty, and both changes fall into one tick.
    await inside(host, `printf %s ${quoted(text)} 1<>~/site/words.js`, user);
  };
  await inside(host, 'mkdir -p ~/site/node_modules', user);
  await copyPackages(host);
  await inside(
    host,
    `cd ~/site; printf %s ${quoted(index)} >index.html; printf %s ${quoted(main)} >main.js; echo '{"type":"module"}' >package.json`,
    user,
  );
  await say('one');
  const marks = `BERTH_INSTANCE=${instanceId} BERTH_INSTANCE_HOME="${berthHome}"`;
  const vite = `${nodeInside} node_modules/vite/bin/vite.js --port ${port} --strictPort`;
  await inside(host, `cd ~/site; ${marks} setsid ${vite} </dev/null >log 2>&1 &`, user);
  return { say };
}

async function copyPackages({ ssh }: SandboxHost): Promise<void> {
  const { host, port, user, keyPath } = ssh;
  const archive = spawn('tar', ['-C', 'node_modules', '-c', ...packages], { stdio: ['ignore', 'pipe', 'inherit'] });
  const options = ['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null', '-o', 'LogLevel=ERROR'];
  const target = ['-i', keyPath, '-p', String(port), ...options, `${user}@${host}`];
  const copied = spawn('ssh', [...target, 'tar -x -C site/node_modules'], { stdio: ['pipe', 'inherit', 'inherit'] });
  archive.stdout.pipe(copied.stdin);
  const [code] = await once(copied, 'close');
  if (code !== 0) throw new Error(`vite could not be copied: ${String(code)}`);
}
