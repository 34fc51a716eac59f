import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HostKeyOffer } from '../../../../main/core/ssh/attempt/host-key-offer.ts';

const field = (text: string) => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  return Buffer.concat([length, Buffer.from(text)]);
};

/** What a server says first: greeting, version, the packet with its two name lists. */
function firstWords(hostKeyKinds: string, greeting = ''): Buffer {
  const payload = Buffer.concat([
    Buffer.from([20]),
    Buffer.alloc(16, 7),
    field('curve25519-sha256'),
    field(hostKeyKinds),
  ]);
  const head = Buffer.from([0, 0, 0, payload.length + 5, 4]);
  return Buffer.concat([Buffer.from(`${greeting}SSH-2.0-OpenSSH_9.9\r\n`), head, payload, Buffer.alloc(4)]);
}

function readIn(pieceSize: number, heard: Buffer): boolean {
  const offer = new HostKeyOffer();
  for (let at = 0; at < heard.length; at += pieceSize) offer.read(heard.subarray(at, at + pieceSize));
  return offer.isOnlyCertificates;
}

test.each([
  ['ssh-ed25519-cert-v01@openssh.com', true],
  ['ssh-ed25519-cert-v01@openssh.com,rsa-sha2-512-cert-v01@openssh.com', true],
  ['ssh-ed25519-cert-v01@openssh.com,ssh-ed25519', false],
  ['ssh-rsa', false],
  ['', false],
])('A host with %s has only certificates: %s, however its words are split', (kinds, expected) => {
  for (const pieceSize of [1, 3, 20, 1_000]) {
    expect(readIn(pieceSize, firstWords(kinds))).toBe(expected);
    expect(readIn(pieceSize, firstWords(kinds, 'Welcome\r\nto the host\r\n'))).toBe(expected);
  }
});

test('Whatever else a server says is no list of certificates', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.uint8Array({ maxLength: 200 }).map((junk) => Buffer.concat([Buffer.from('SSH-2.0-x\n'), junk])),
  );
  fc.assert(fc.property(bytes, (heard) => !readIn(7, Buffer.from(heard))));
  expect(readIn(30_000, Buffer.alloc(1_000_000, 'x'))).toBe(false);
});
