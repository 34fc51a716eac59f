import { type Agent, request } from 'node:http';

/** A web address as a client without a resolver asks it: where to connect, and what to say. */
export interface PageAddress {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Answer {
  readonly status: number;
  readonly location: string;
  readonly body: string;
}

function ask({ host, port, path, headers = {} }: PageAddress, agent: Agent | false): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host, port, path, headers, agent }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          location: answer.headers.location ?? '',
          body: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    });
    asked.on('error', reject);
    asked.end();
  });
}

/**
 * The HTML of a page, after at most one redirect; null while it answers anything but 200. Whoever asks again and again
 * brings an agent that keeps connections: thousands of closed ones slow down the host.
 */
export async function fetchPage(address: PageAddress, agent: Agent | false = false): Promise<string | null> {
  const first = await ask(address, agent);
  if (first.status === 200) return first.body;
  if (first.status !== 302) return null;
  const base = `http://${address.host}:${address.port}${address.path}`;
  const { pathname, search } = new URL(first.location, base);
  const second = await ask({ ...address, path: pathname + search }, agent);
  return second.status === 200 ? second.body : null;
}
