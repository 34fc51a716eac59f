import { type IncomingMessage, type OutgoingHttpHeaders, request as sendRequest } from 'node:http';
import { type Duplex, pipeline } from 'node:stream';
import { refuseUpgrade } from '../telling/own-answers.ts';
import { closeChannel } from './channel-socket.ts';
import type { Forwarding } from './forward-request.ts';
import { openChannelPatiently } from './open-channel.ts';
import { upgradeRequest } from './request-headers.ts';
import { tie, tieLasting } from './tie.ts';

function headOf(upstream: IncomingMessage, headers: OutgoingHttpHeaders): string {
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [value].flat().map((one) => `${name}: ${String(one)}`),
  );
  const status = `HTTP/1.1 ${String(upstream.statusCode ?? 502)} ${upstream.statusMessage ?? ''}`;
  return `${[status, ...lines].join('\r\n')}\r\n\r\n`;
}

/** A WebSocket's close frame with 1001, "going away". */
const goingAway = Buffer.from([0x88, 0x02, 0x03, 0xe9]);

/** Says goodbye as the far end would; where it was cut in the middle of a message, the browser takes it for a broken one. */
function sayGoodbye(browser: Duplex, channel: Duplex): void {
  channel.unpipe(browser);
  browser.end(goingAway, () => browser.destroy());
}

/** Forwards a WebSocket upgrade over a channel of its own; afterwards the bytes pass untouched. */
export async function forwardUpgrade(forwarding: Forwarding, browser: Duplex, browserHead: Buffer): Promise<void> {
  const { request, carrier, path, frameAncestor, signal, closeBy, departures, clock, logger } = forwarding;
  const opened = await openChannelPatiently(carrier.source(), signal, logger);
  if (opened.kind === 'gone') return void browser.destroy();
  if (opened.kind !== 'open') return refuseUpgrade(browser, opened.kind === 'link-down' ? 503 : 502);

  const { channel } = opened;
  const upstreamRequest = sendRequest({
    createConnection: () => channel,
    method: 'GET',
    path,
    headers: upgradeRequest(carrier.requestHeaders(request.headersDistinct)),
  });
  const giveUp = () => closeChannel(channel);
  signal.addEventListener('abort', giveUp, { once: true });

  upstreamRequest.on('upgrade', (upstream, _socket, upstreamHead) => {
    const headers = {
      ...carrier.responseHeaders(upstream.headersDistinct, frameAncestor),
      connection: 'Upgrade',
      upgrade: 'websocket',
    };
    browser.write(headOf(upstream, headers), 'latin1');
    browser.write(upstreamHead);
    channel.write(browserHead);
    signal.removeEventListener('abort', giveUp);
    if (carrier.isLasting(path)) tieLasting(browser, channel, departures, clock);
    else tie(browser, channel);
    closeBy(() => sayGoodbye(browser, channel));
  });
  upstreamRequest.on('response', (upstream) => {
    const headers = { ...carrier.responseHeaders(upstream.headersDistinct, frameAncestor), connection: 'close' };
    browser.write(headOf(upstream, headers), 'latin1');
    pipeline(upstream, browser, () => closeChannel(channel));
  });
  upstreamRequest.on('error', (error) => {
    logger.debug({ err: error }, 'a forwarded upgrade failed');
    closeChannel(channel);
    if (browser.writableLength === 0 && !browser.writableEnded) refuseUpgrade(browser, 502);
  });
  upstreamRequest.end();
}
