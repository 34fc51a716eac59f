import type { Duplex } from 'node:stream';
import type { Clock } from '../../ports.ts';
import type { Departures } from '../telling/departures.ts';
import { Farewell } from '../telling/farewell.ts';
import { closeChannel } from './channel-socket.ts';
import { hearOut } from './hear-out.ts';

/** How long the far end has to hang up after a goodbye; VS Code gives its extensions five seconds to end. */
const farewellMs = 10_000;

/** Closes the channel of a browser that is gone; what it said before its end is still delivered, a cut is passed on at once. */
function closeBehind(browser: Duplex, channel: Duplex): void {
  if (browser.readableEnded && !channel.writableFinished) channel.once('finish', () => closeChannel(channel));
  else closeChannel(channel);
}

/**
 * Listens on until the far end hangs up. A far end, or nginx, that is in the middle of talking meets a closed connection
 * before it reads what came last through it, and a goodbye would be lost with it.
 */
function awaitHangUp(channel: Duplex, clock: Clock): void {
  if (channel.readableEnded || channel.destroyed) {
    closeChannel(channel);
    return;
  }
  const stopTimer = clock.after(farewellMs, () => closeChannel(channel));
  channel.once('close', stopTimer);
  channel.once('end', () => closeChannel(channel));
  channel.resume();
}

/** Passes on what the far end says, and its end; what it said last is still on its way to the browser. */
function passDown(channel: Duplex, browser: Duplex): void {
  channel.pipe(browser);
  browser.on('error', () => browser.destroy());
  channel.on('close', () => browser.end(() => browser.destroy()));
}

/** Ties two streams both ways: an end is passed on and leaves the other way open; a close or an error closes both. */
export function tie(browser: Duplex, channel: Duplex): void {
  browser.pipe(channel);
  passDown(channel, browser);
  browser.on('close', () => closeBehind(browser, channel));
}

/** The same for a connection of VS Code that outlives a lost link, whose page says goodbye when it is gone for good. */
export function tieLasting(browser: Duplex, channel: Duplex, departures: Departures, clock: Clock): void {
  const farewell = new Farewell();
  hearOut(browser, clock);
  farewell.once('said', () => departures.tell());
  browser.pipe(farewell, { end: false }).pipe(channel, { end: false });
  let asked: Promise<boolean> | undefined;
  const isGone = async () => {
    asked ??= departures.ask();
    const isSaidByAnother = await asked;
    if (isSaidByAnother && !farewell.isSaid) farewell.say();
    return isSaidByAnother;
  };
  const endQuietly = async () => {
    // A browser that closes while it is sending drops its goodbye. Where the far end hung up first, none is needed.
    if (channel.readableEnded || !(await isGone())) farewell.end();
  };
  const cutOff = async () => {
    // Maybe with a goodbye on its lips. What the far end says meanwhile, it says again to one who comes back.
    channel.resume();
    if (await isGone()) awaitHangUp(channel, clock);
    else closeChannel(channel);
  };
  browser.once('end', () => {
    if (browser.errored === null && !farewell.isSaid) void endQuietly();
  });
  farewell.once('end', () => channel.end());
  passDown(channel, browser);
  browser.on('close', () => {
    if (farewell.isSaid) awaitHangUp(channel, clock);
    // Without an error it ended in order, or the gate itself hung up.
    else if (browser.errored === null || channel.destroyed) closeBehind(browser, channel);
    else void cutOff();
  });
}
