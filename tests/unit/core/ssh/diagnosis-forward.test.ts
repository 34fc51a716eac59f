import { execFileSync } from 'node:child_process';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { type DiagnosisCause, diagnosisFailure } from '../../../../main/core/ssh/diagnosis/diagnosis-causes.ts';
import { tryForwards } from '../../../../main/core/ssh/diagnosis/diagnosis-forward.ts';
import { ChannelRefusedError, LinkLostError } from '../../../../main/core/ssh/link.ts';

const prohibited = new ChannelRefusedError('prohibited', 'administratively prohibited');
const deaf = new ChannelRefusedError('connect-failed', 'open failed');
const own = '/home/me/.local/share/berth/nginx/socket';
const bus = '/run/dbus/system_bus_socket';

/** Diagnoses a host that answers TCP like this, has these facts to tell, and connects to these sockets. */
async function diagnosed(tcp: Error | null, facts: readonly string[] | null, sockets: readonly string[] = []) {
  const asked: string[] = [];
  const streams: PassThrough[] = [];
  const answer = async (error: Error | null) => {
    if (error) throw error;
    const stream = new PassThrough();
    streams.push(stream);
    return stream;
  };
  const finding = await tryForwards(
    {
      forward: () => answer(tcp),
      forwardSocket: (path) => {
        asked.push(path);
        return answer(sockets.includes(path) ? null : deaf);
      },
    },
    async (script) => {
      const nonce = /berth-[0-9a-f]+/.exec(script)?.[0] ?? '';
      execFileSync('sh', ['-n'], { input: script });
      return facts && [...facts, 'end yes'].map((fact) => `${nonce} ${fact}\n`).join('');
    },
  );
  expect(streams.every(({ destroyed }) => destroyed)).toBe(true);
  return { finding, asked };
}

test.each([null, deaf])('A host that forwards TCP is asked no more', async (tcp) => {
  const { finding, asked } = await diagnosed(tcp, null);
  expect([finding, asked]).toEqual([
    { outcome: 'ok', message: 'The server forwards connections to its own ports.' },
    [],
  ]);
});

test('A host that forwards to sockets only is not called broken', async () => {
  const { finding, asked } = await diagnosed(prohibited, [`own ${own}`, `bus ${bus}`, 'nginx yes'], [bus]);
  expect(finding).toMatchObject({ outcome: 'ok', message: expect.stringContaining('sockets only') });
  expect(asked).toEqual([own, bus]);
});

test.each<[string, Error, readonly string[] | null, readonly string[], DiagnosisCause]>([
  ['neither', prohibited, [`bus ${bus}`, 'nginx yes'], [], 'forwarding-forbidden'],
  ['no TCP and has no nginx', prohibited, [], [], 'forwarding-forbidden'],
  ['to sockets, of which nginx has none', prohibited, [`bus ${bus}`], [bus], 'forwarding-needs-nginx'],
  ['in some other way badly', new ChannelRefusedError('other', 'no such channel'), null, [], 'forwarding-failed'],
])('A host that forwards %s is named', async (_what, tcp, facts, sockets, cause) => {
  const { finding } = await diagnosed(tcp, facts, sockets);
  expect(finding).toEqual({ outcome: 'failed', failure: diagnosisFailure(cause, tcp.message) });
});

test.each([
  ['there is no socket to try it on', ['nginx yes']],
  ['the shell gives no answer', null],
])('Where %s, it is said that it is not known', async (_why, facts) => {
  const { finding } = await diagnosed(prohibited, facts);
  expect(finding).toMatchObject({
    outcome: 'unknown',
    message: expect.stringMatching(/AllowTcpForwarding.*AllowStreamLocalForwarding/),
  });
});

test('A link that is lost meanwhile is told as such', async () => {
  const { finding } = await diagnosed(new LinkLostError('gone'), null);
  expect(finding).toEqual({ outcome: 'failed', failure: diagnosisFailure('connection-lost') });
});
