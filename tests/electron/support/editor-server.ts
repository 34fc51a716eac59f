import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { GateTarget } from '../../../main/core/gate/gate.ts';

/** A page on an instance's port, with everything it was asked. */
export interface EditorServer {
  readonly port: number;
  readonly requests: IncomingMessage[];
  /** What the gate must know to lead here. */
  target(profileId: string, instanceId: string): GateTarget;
  close(): Promise<void>;
}

const typeOf = (path: string) => (path.endsWith('.js') ? 'text/javascript' : 'text/html');

/** Starts an HTTP server on loopback that answers every path with `body(path)`. */
export async function startEditorServer(body: (path: string) => string): Promise<EditorServer> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    const path = request.url ?? '/';
    if (path.endsWith('/file')) response.setHeader('content-disposition', 'attachment; filename="con.txt"');
    if (path.endsWith('/away')) response.writeHead(302, { location: 'http://elsewhere.invalid/' });
    else response.writeHead(200, { 'content-type': typeOf(path), 'set-cookie': 'editor=1' });
    response.end(body(path));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    requests,
    target: (profileId, instanceId) => ({
      profileId,
      instanceId,
      place: 'me@192.0.2.1:22',
      openChannel: async () => connect(port, '127.0.0.1'),
      upstreamPath: `/vscode/${instanceId}/`,
      instanceCookie: { name: `code-server-session-${instanceId}`, value: 'f'.repeat(64) },
      folder: '/srv/code',
    }),
    close: () =>
      new Promise((resolve, reject) => {
        server.closeAllConnections();
        server.close((error) => (error === undefined ? resolve() : reject(error)));
      }),
  };
}
