import type { Duplex } from 'node:stream';
import type { AnyAuthMethod, Client } from 'ssh2';
import type { Clock } from '../../ports.ts';
import { describeHostKey } from '../host-keys/host-key.ts';
import type { HostKeyVerifier } from '../host-keys/host-key-verifier.ts';
import { plainText } from '../plain-text.ts';
import type { AttemptWatch } from './attempt-watch.ts';

/** What a handshake is to use instead of what it was given, so that it is followed. */
export interface HandshakeWatch {
  readonly verifier: HostKeyVerifier;
  readonly onOffer: AttemptWatch['onOffer'];
}

const methodNames: Readonly<Record<AnyAuthMethod['type'], string>> = {
  none: 'nothing',
  password: 'the password',
  publickey: 'the key file',
  agent: 'the agent’s keys',
  hostbased: 'the key of this computer',
  'keyboard-interactive': 'answers to its questions',
};

/** RFC 4253 §4.2 allows a version line 255 bytes. */
const maxVersionLength = 255;

/** Follows one handshake and tells of each part that is done, with how long it took. */
export function watchHandshake(
  client: Client,
  stream: Duplex,
  verifier: HostKeyVerifier,
  options: { readonly user: string; readonly clock: Clock; readonly watch: AttemptWatch },
): HandshakeWatch {
  const { user, clock, watch } = options;
  let sinceMs = clock.nowMs();
  let heard = '';
  let keySentence = '';
  const offered = new Set<string>();
  let isInAuth = false;
  const pass = (stage: 'banner' | 'host key' | 'auth', message: string) => {
    const nowMs = clock.nowMs();
    watch.onStage(stage, message, Math.max(0, nowMs - sinceMs));
    sinceMs = nowMs;
  };
  const onGreeting = (chunk: Buffer) => {
    heard += chunk.toString('latin1', 0, 4 * maxVersionLength);
    const version = /(?:^|\n)(SSH-[^\r\n]*)\r?\n/.exec(heard)?.[1];
    if (version !== undefined) pass('banner', `The server is ${plainText(version, maxVersionLength)}.`);
    if (version !== undefined || heard.length > 64 * 1024) stream.removeListener('data', onGreeting);
  };
  stream.on('data', onGreeting);
  client.on('handshake', ({ kex, cs }) => {
    // The keys of a link are made anew now and then; only the first time is part of the way.
    if (isInAuth) return;
    isInAuth = true;
    pass('host key', `${keySentence} Keys are exchanged by ${kex}, the traffic is encrypted with ${cs.cipher}.`);
  });
  client.on('ready', () => {
    pass('auth', `${user} is logged in${offered.size === 0 ? '' : `; offered: ${[...offered].join(', ')}`}.`);
  });
  return {
    verifier: {
      ...verifier,
      refuse: (key) => {
        const refusal = verifier.refuse(key);
        const { type, fingerprint } = describeHostKey(key);
        if (refusal === null) keySentence = `The ${plainText(type, 64)} key ${fingerprint} is the known one.`;
        return refusal;
      },
    },
    onOffer: (method) => {
      offered.add(methodNames[method]);
      watch.onOffer(method);
    },
  };
}
