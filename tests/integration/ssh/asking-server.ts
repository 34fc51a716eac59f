import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import ssh2 from 'ssh2';
import { onTestFinished } from 'vitest';
import { makeHostKeys } from '../../support/host-keys.ts';
import { type Desk, knownHostsLine, makeDesk, makeProfile } from './harness.ts';

/** One request of the host: its title, its text, and what it prompts for. */
export interface AskedRound {
  readonly title: string;
  readonly instruction: string;
  readonly prompts: readonly { readonly prompt: string; readonly echo: boolean }[];
}

/**
 * A stand-in for a host with a second factor, and for one that breaks the rules: ssh2's own server, because no module of
 * Debian's PAM prompts for two things at once. It lets everybody in who answers every round.
 */
export async function startAskingServer(rounds: readonly AskedRound[]) {
  const keys = makeHostKeys();
  const heard: string[][] = [];
  const server = new ssh2.Server({ hostKeys: [keys.private] }, (client) => {
    client.on('error', () => {});
    client.on('authentication', (login) => {
      if (login.method !== 'keyboard-interactive') {
        login.reject(['keyboard-interactive']);
        return;
      }
      const ask = (index: number) => {
        const round = rounds[index];
        if (round === undefined) {
          login.accept();
          return;
        }
        login.prompt([...round.prompts], round.title, round.instruction, (answers) => {
          heard.push(answers);
          ask(index + 1);
        });
      };
      ask(0);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const desk: Desk = await makeDesk();
  await desk.writeKnownHosts(knownHostsLine(port, keys.public));
  onTestFinished(() => void server.close());
  return { link: desk.link(makeProfile(port, { authMethod: 'interactive' })), heard };
}
