import { nodeInside } from './inside.ts';

/** Programs that take the place of code-server and misbehave as a real one may. */
export const standIns = {
  /** Cannot even begin. */
  exitsAtOnce: '#!/bin/sh\necho "the licence of the sea is missing" >&2\nexit 7\n',
  exitsAfterOneSecond: '#!/bin/sh\necho "looking for the tide table"\nsleep 1\necho "no tide table" >&2\nexit 9\n',
  /** Runs, and never listens. */
  hangs: '#!/bin/sh\necho "waiting for high water"\nexec sleep 1000\n',
  /** Runs, never listens, and neither it nor its child ends when asked to. */
  ignoresTerm:
    '#!/bin/bash\ntrap "" TERM HUP INT\necho "not leaving"\nsetsid bash -c \'trap "" TERM; while :; do sleep 1; done\' &\nwhile :; do sleep 1; done\n',
  /** Is ended as the kernel does it when memory runs out. */
  isKilled: '#!/bin/bash\necho "eating memory"\nkill -KILL $$\n',
  /** Listens where it should and says 500 to everything. */
  answers500: withNode(`
    const port = Number(process.argv[process.argv.indexOf('--bind-addr') + 1].split(':')[1]);
    console.log('listening, and unwell');
    require('http').createServer((_, answer) => answer.writeHead(500).end('unwell')).listen(port, '127.0.0.1');`),
  /** Says it is well, and lets everybody in. */
  letsEverybodyIn: withNode(`
    const port = Number(process.argv[process.argv.indexOf('--bind-addr') + 1].split(':')[1]);
    console.log('come in');
    require('http').createServer((_, answer) => answer.end('come in')).listen(port, '127.0.0.1');`),
  /** Quick and small, and otherwise as the real one: a login page, a workbench for the key, a WebSocket. */
  behaves: withNode(`
    const valueOf = (name) => process.argv[process.argv.indexOf(name) + 1];
    const port = Number(valueOf('--bind-addr').split(':')[1]);
    const key = 'code-server-session-' + valueOf('--cookie-suffix') + '=' + process.env.HASHED_PASSWORD;
    const isKnown = (question) => (question.headers.cookie ?? '').split('; ').includes(key);
    const server = require('http').createServer((question, answer) => {
      if (question.url === '/healthz') answer.end('{"status":"alive"}');
      else if (isKnown(question)) answer.end('workbench');
      else answer.writeHead(302, { location: './login' }).end();
    });
    server.on('upgrade', (question, socket) => {
      socket.end('HTTP/1.1 ' + (isKnown(question) ? '101 Switching Protocols' : '401 Unauthorized') + '\\r\\nConnection: Upgrade\\r\\nUpgrade: websocket\\r\\n\\r\\n');
    });
    server.listen(port, '127.0.0.1');`),
} as const;

/** The real one, in a shell that stays when it is asked to end. */
export const stubbornButReal =
  '#!/bin/bash\ntrap "" TERM HUP INT\n/usr/local/bin/code-server "$@" &\nwhile :; do sleep 1; done\n';

function withNode(program: string): string {
  return `#!/bin/bash\nexec ${nodeInside} - "$@" <<'END'\n${program}\nEND\n`;
}
