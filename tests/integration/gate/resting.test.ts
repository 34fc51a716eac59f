import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { ask, askUpgrade, insideHeaders, startGate, targetOf, until } from './harness.ts';
import { startUpstream } from './upstream.ts';

const asPage = { 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'none' };

async function startScene() {
  const [upstream, gate] = await Promise.all([startUpstream('one'), startGate()]);
  return { upstream, gate, entry: await gate.admit(targetOf('one', upstream.port)) };
}

describe('an instance that rests', () => {
  it.each([
    ['stopped', 'one is stopped'],
    ['suspended', 'one is asleep'],
    ['crashed', 'one crashed'],
  ] as const)('that is %s: its tab is told so, and nothing reaches the host', async (state, sentence) => {
    const { upstream, gate, entry } = await startScene();
    gate.rest('vps', 'one', state);
    expect([gate.find('vps', 'one'), gate.isKnown('vps', 'one')]).toEqual([null, true]);
    const shown = await ask(entry, { headers: { ...insideHeaders(entry), ...asPage } });
    expect(shown.status).toBe(503);
    expect(shown.body.toString()).toContain(sentence);
    expect(shown.headers['content-security-policy']).toContain("default-src 'none'");
    expect(shown.body.toString() + JSON.stringify(shown.headers)).not.toMatch(/token|\/srv\//);
    const plain = await ask(entry, { path: `${entry.path}small/a` });
    expect([plain.status, plain.body.length]).toEqual([503, 0]);
    expect(await askUpgrade(entry, `${entry.path}socket`, insideHeaders(entry))).toBe(503);
    // Strangers learn nothing of it.
    expect((await ask(entry, { headers: { host: insideHeaders(entry).host } })).status).toBe(403);
    expect(upstream.reached).toEqual([]);
  });

  it('says goodbye to open WebSockets, and cuts what else runs', async () => {
    const { upstream, gate, entry } = await startScene();
    const socket = new WebSocket(`ws://127.0.0.1:${new URL(entry.origin).port}${entry.path}socket`, {
      headers: insideHeaders(entry),
    });
    await once(socket, 'open');
    const cut = expect(ask(entry, { path: `${entry.path}endless` })).rejects.toThrow(/aborted|ECONNRESET|hang up/);
    await until('both channels are open', () => upstream.openCount() === 2);
    const closed = once(socket, 'close');
    gate.rest('vps', 'one', 'suspended');
    expect((await closed)[0]).toBe(1001);
    await cut;
    await until('both channels are closed', () => upstream.openCount() === 0);
  });

  it('goes on under the same origin and cookie, with the new token, once it is admitted again', async () => {
    const { gate, entry } = await startScene();
    gate.rest('vps', 'one', 'suspended');
    const woken = await startUpstream('one');
    const target = targetOf('one', woken.port, { instanceCookie: { name: 'session', value: 'other' } });
    expect(await gate.admit(target)).toBe(entry);
    expect((await ask(entry, { path: `${entry.path}small/a` })).body.toString()).toBe('one:small/a');
    expect(woken.lastHeaders().cookie).toBe('session=other');
  });

  it('that never had a tab is nobody’s business', async () => {
    const { gate } = await startScene();
    gate.rest('vps', 'two', 'crashed');
    expect(gate.isKnown('vps', 'two')).toBe(false);
  });
});
