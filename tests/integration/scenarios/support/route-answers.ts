import type { Instance } from '../../../../main/contract/instances.ts';
import type { SandboxHost } from '../../../support/sandbox/sandbox-host.ts';
import { inside, nodeInside, quoted } from '../../core/support/inside.ts';

/** Asks nginx on the host's loopback for a workbench without the token, with it, and for a WebSocket. */
const program = `
const [home, ...instances] = process.argv.slice(1);
const fs = require('fs'), http = require('http');
const port = Number(fs.readFileSync(home + '/nginx/port', 'utf8'));
const ask = (path, headers) => new Promise((resolve, reject) => {
  const asked = http.request({ host: '127.0.0.1', port, path, headers: { accept: 'text/html', ...headers } });
  asked.on('response', (answer) => { answer.resume(); resolve(answer.statusCode); });
  asked.on('upgrade', (answer, socket) => { socket.destroy(); resolve(answer.statusCode); });
  asked.on('error', reject);
  asked.end();
});
const socket = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': 13, 'sec-websocket-key': 'QmVydGggcHJvYmUga2V5IQ==' };
Promise.all(instances.map(async (text) => {
  const { id, path } = JSON.parse(text);
  const cookie = 'code-server-session-' + id + '=' + fs.readFileSync(home + '/instances/' + id + '/token', 'utf8').trim();
  const place = '/vscode/' + id + '/', workbench = place + '?folder=' + encodeURIComponent(path);
  return [await ask(workbench, {}), await ask(workbench, { cookie }), await ask(place, { ...socket, cookie })];
})).then((answers) => console.log(JSON.stringify(answers)));
`;

/** What a route answers when it is as it should be: a login page, the workbench, a WebSocket. */
export const goodRoute = [302, 200, 101] as const;

/** The status codes of each instance's route, asked on the host itself. */
export async function routeAnswers(
  host: SandboxHost,
  instances: readonly Pick<Instance, 'id' | 'path'>[],
): Promise<number[][]> {
  const asked = instances.map(({ id, path }) => quoted(JSON.stringify({ id, path }))).join(' ');
  const printed = await inside(host, `${nodeInside} -e ${quoted(program)} "$HOME/.local/share/berth" ${asked}`);
  return JSON.parse(printed) as number[][];
}
