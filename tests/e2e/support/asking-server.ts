import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import ssh2 from 'ssh2';
import { makeHostKeys } from '../../support/host-keys.ts';

/** A server that logs in whoever answers its questions; it runs nothing. */
export interface AskingServer {
  readonly port: number;
  /** Its public key, as known_hosts holds it. */
  readonly publicKey: string;
  /** What it was answered, round by round. */
  readonly heard: readonly (readonly string[])[];
  close(): void;
}

/** Starts one on a free port of the loopback; each prompt is a round of its own. */
export async function startAskingServer(prompts: readonly string[]): Promise<AskingServer> {
  const keys = makeHostKeys();
  const heard: string[][] = [];
  const server = new ssh2.Server({ hostKeys: [keys.private] }, (client) => {
    // A client that hangs up is no fault of the test.
    client.on('error', () => undefined);
    client.on('authentication', (login) => {
      const ask = (round: number): void => {
        const prompt = prompts[round];
        if (prompt === undefined) login.accept();
        else if (login.method === 'keyboard-interactive') {
          login.prompt([{ prompt, echo: false }], 'Two steps', '', (answers) => {
            heard.push(answers);
            ask(round + 1);
          });
        } else login.reject(['keyboard-interactive']);
      };
      ask(0);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { port, publicKey: keys.public, heard, close: () => server.close() };
}
