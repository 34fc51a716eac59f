import { EventEmitter, once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { connect } from '../../../main/transport/connect.ts';
import { type EmitterPort, messagePortChannel } from '../../../main/transport/message-port.ts';
import { serve } from '../../../main/transport/serve.ts';
import { makeProbe, probeContract } from './probe-contract.ts';

/** A real port behind the event shape of Electron's MessagePortMain: `on('message', ({ data }) => …)`, no `addEventListener`. */
function emitterPort(port: MessageChannel['port1']): EmitterPort {
  const emitter = new EventEmitter();
  port.on('message', (data: unknown) => emitter.emit('message', { data, ports: [] }));
  port.on('close', () => emitter.emit('close'));
  return {
    postMessage: (message) => port.postMessage(message),
    on: (type: string, listener: (event: { readonly data: unknown }) => void) => emitter.on(type, listener),
    start: () => port.start(),
    close: () => port.close(),
  };
}

test('serves over a port of the emitter kind', async () => {
  const { port1, port2 } = new MessageChannel();
  const server = messagePortChannel(emitterPort(port1));
  serve(probeContract, makeProbe().handlers, server, { onBug: () => undefined });
  const channel = messagePortChannel(port2);
  const client = connect(probeContract, channel);
  expect(await client.probe.add({ a: 1, b: 2 })).toEqual({ ok: true, value: { sum: 3 } });
  const closed = new Promise<void>((resolve) => server.onClose(resolve));
  channel.close();
  await closed;
});

test('a stranger’s message closes the port', async () => {
  const { port1, port2 } = new MessageChannel();
  messagePortChannel(port1);
  const closed = once(port2, 'close');
  port2.postMessage({ type: 'eval', code: '1' });
  await closed;
});
