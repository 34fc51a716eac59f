import { createHash } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A place with releases, on loopback. */
export interface UpdateFeed {
  readonly url: string;
  /** What it was asked for, with the headers. */
  readonly asked: { readonly path: string; readonly headers: IncomingHttpHeaders }[];
  /** What is served from now on; `sha512` stands for the sum of something else. */
  offer(version: string, content: string, sha512?: string): void;
  close(): Promise<void>;
}

/** Serves a list and one AppImage as the packer writes them. */
export async function startUpdateFeed(): Promise<UpdateFeed> {
  let list = '';
  let image = Buffer.alloc(0);
  const asked: UpdateFeed['asked'] = [];
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    asked.push({ path, headers: request.headers });
    if (path.endsWith('.yml') && list !== '') response.end(list);
    else if (path.endsWith('.AppImage')) response.end(image);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const name = 'Berth-x86_64.AppImage';
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    asked,
    offer(version, content, sha512) {
      image = Buffer.from(content);
      const sum = sha512 ?? createHash('sha512').update(image).digest('base64');
      list = [
        `version: ${version}`,
        'files:',
        `  - url: ${name}`,
        `    sha512: ${sum}`,
        `    size: ${image.length}`,
        `path: ${name}`,
        `sha512: ${sum}`,
        "releaseDate: '2026-11-22T00:00:00.000Z'",
        '',
      ].join('\n');
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
