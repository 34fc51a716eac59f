import { expect, test } from 'vitest';
import { planRotation } from '../../../../main/core/ssh/host-keys/host-key-rotation.ts';
import { linesOfHost } from '../../../../main/core/ssh/host-keys/host-key-verdict.ts';
import { parseKnownHosts } from '../../../../main/core/ssh/host-keys/known-hosts-line.ts';
import { hashName } from '../../../../main/core/ssh/host-keys/known-hosts-name.ts';
import { makeHostKey } from './host-keys.ts';

const files = { user: '/user', own: '/own' };
const [used, second, third, old] = [1, 2, 3, 4].map((number) => makeHostKey('ssh-ed25519', number)) as [
  Buffer,
  Buffer,
  Buffer,
  Buffer,
];
const token = makeHostKey('sk-ssh-ed25519@openssh.com', 5);
const written = (hosts: string, key: Buffer) =>
  `${hosts} ${key.toString('latin1', 4, 4 + key.readUInt32BE(0))} ${key.toString('base64')}\n`;

function plan(
  texts: { user?: string; own?: string; system?: string },
  announced: readonly Buffer[] | null,
  proven: readonly Buffer[] = announced ?? [],
) {
  const lines = Object.entries(texts).flatMap(([name, text]) =>
    parseKnownHosts(text).map((line) => ({ ...line, file: `/${name}` })),
  );
  const { added, removed } = planRotation(linesOfHost(lines, 'h', 22), 'h', files, used, { announced, proven });
  return [added, removed];
}

test('A host known by name, plain or hashed, in a file of the user adds the keys it proved, once each', () => {
  const hashed = hashName('h', Buffer.alloc(20, 7));
  for (const texts of [{ user: written('h', used) }, { own: written('x,h', used) }, { user: written(hashed, used) }]) {
    expect(plan(texts, [used, second, third, second])).toEqual([[second, third], []]);
    expect(plan(texts, [used, second, third], [used, third])).toEqual([[third], []]);
  }
  expect(plan({ own: written('h', used) + written('h', second) }, [used, second])).toEqual([[], []]);
});

test.each([
  ['a pattern', { user: written('*', used) }],
  ['the system’s file', { system: written('h', used) }],
  ['a certificate authority', { user: `@cert-authority ${written('h', used)}` }],
  ['another name', { user: written('g', used) }],
  ['another key', { user: written('h', old) }],
])('A host known only through %s changes nothing', (_, texts) => {
  expect(plan({ ...texts, own: written('h', old) }, [used, second])).toEqual([[], []]);
});

test('What Berth wrote and the host has no more goes, and nothing else does', () => {
  const texts = {
    user: written('h', used) + written('h', third),
    own: [written('h', old), written('*', second), '@revoked ', written('h', third)].join(''),
  };
  expect(plan(texts, [used])).toEqual([[], [old]]);
  expect(plan({ own: written('h', used) + written('h', old) }, [second])).toEqual([[second], [old]]);
  // Not every announced key was proven, or what was announced is not known: nothing goes.
  expect(plan(texts, [used, second], [used])).toEqual([[], []]);
  expect(plan(texts, null, [used])).toEqual([[], []]);
  expect(plan(texts, [])).toEqual([[], []]);
});

test('Revoked keys and keys of other types are never written, and no host makes us write many', () => {
  expect(plan({ user: `${written('h', used)}@revoked ${written('*', second)}` }, [used, second, token])).toEqual([
    [],
    [],
  ]);
  const many = Array.from({ length: 17 }, (_, index) => makeHostKey('ssh-ed25519', 100 + index));
  expect(plan({ user: written('h', used) }, [used, ...many])).toEqual([[], []]);
  const own = many.slice(0, 15).map((key) => written('h', key));
  const isFull = plan({ user: written('h', used), own: own.join('') }, [used, second, third, old], [second, third]);
  expect(isFull).toEqual([[second], []]);
});
