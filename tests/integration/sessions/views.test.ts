import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startTestCore, type TestCore } from '../../support/app/test-core.ts';
import { type LinkProxy, startLinkProxy } from '../../support/sandbox/link-proxy/link-proxy.ts';
import { poll } from '../../support/sandbox/poll.ts';
import { profile, type Stage, setStage } from '../core/support/stage.ts';
import { must, type Shown, sessionsOf, show } from './support/sessions-of.ts';
import { tmuxInside } from './support/tmux-inside.ts';

describe('views of a session', () => {
  const stage = setStage({ repositories: [], hasCodeServer: false });
  const of = sessionsOf(stage);
  let far: { readonly proxy: LinkProxy; readonly app: TestCore };
  beforeAll(async () => {
    const proxy = await startLinkProxy(stage.host.ssh);
    const app = await startTestCore(stage.host, { ssh: { host: '127.0.0.1', port: proxy.port } });
    far = { proxy, app };
    return async () => {
      await app.close();
      await proxy.close();
    };
  }, 60_000);

  const type = (app: TestCore, { view }: Shown, text: string) =>
    must(app.client.sessions.type({ view: view(), bytes: new TextEncoder().encode(text) }));
  const isControlling = ({ items }: Shown) =>
    items.findLast((item) => item.type === 'opened' || item.type === 'control')?.isControlling;
  const sizeOf = (id: string) => tmuxInside(stage.host, `display -p -t '=${id}:' '#{window_width}x#{window_height}'`);
  const reachesSize = (id: string, size: string) => poll(`the size ${size}`, async () => (await sizeOf(id)) === size);

  it('come back by themselves after the link was cut, with what was printed meanwhile, and the program never noticed', async () => {
    const { id } = await of.start({ title: 'cut' });
    const elsewhere: Stage = { host: stage.host, app: far.app };
    const shown = show(elsewhere, id);
    await shown.until('the prompt', () => shown.text().includes('$') || shown.text().includes('#'));
    await type(far.app, shown, 'echo pid-$$\r');
    await shown.until('the pid', () => /pid-\d+/.test(shown.text()));
    const [before] = /pid-\d+/.exec(shown.text()) ?? [];
    far.proxy.cut();
    await shown.until('the cut', () => shown.items.at(-1)?.type === 'away');
    await of.send(id, 'echo mean"while"');
    await far.proxy.restore();
    await shown.until('the next beginning', () => shown.items.filter((item) => item.type === 'opened').length === 2);
    await shown.until('what was missed', () => shown.text().lastIndexOf('meanwhile') > 0);
    await type(far.app, shown, 'clear; echo again-$$\r');
    await shown.until('the same program', () => shown.text().includes(`again-${before?.slice(4)}`));
    expect(isControlling(shown)).toBe(true);
  }, 60_000);

  it('only the controlling one decides on the size, from whichever computer', async () => {
    const { id } = await of.start({ title: 'sized' });
    const desktop = show(stage, id, { size: { columns: 160, rows: 44 } });
    await desktop.until('the desktop', () => isControlling(desktop) === true);
    await reachesSize(id, '160x44');
    const phone = show({ host: stage.host, app: far.app }, id, { size: { columns: 50, rows: 19 } });
    await phone.until('the phone', () => isControlling(phone) === false);
    await type(far.app, phone, 'echo from-the-phone\r');
    await desktop.until('what the phone typed', () => desktop.text().includes('from-the-phone'));
    expect(await sizeOf(id)).toBe('160x44');

    await must(far.app.client.sessions.takeControl({ view: phone.view() }));
    await reachesSize(id, '50x19');
    const watching = new AbortController();
    onTestFinished(() => watching.abort());
    const watched = (async () => {
      const items = stage.app.client.sessions.watch({ profile }, { signal: watching.signal });
      for await (const item of items) if (item.type === 'failed') throw new Error(item.failure.message);
    })().catch((error: unknown) => {
      if (!watching.signal.aborted) throw error;
    });
    await desktop.until('that the phone took over', () => isControlling(desktop) === false);
    await phone.close();
    await desktop.until('that nobody else decides', () => isControlling(desktop) === true);
    await reachesSize(id, '160x44');
    watching.abort();
    await watched;
  }, 60_000);

  it('a program that prints without end is stopped by Ctrl-C in half a second', async () => {
    const { id } = await of.start({ title: 'flood' });
    const shown = show(stage, id);
    await shown.until('the prompt', () => shown.text().length > 0);
    await type(stage.app, shown, 'yes\r');
    await shown.until('a flood', () => shown.text().length > 100_000);
    const sentAtMs = performance.now();
    await type(stage.app, shown, '\u0003');
    await shown.until('its end', () => shown.text().slice(-400).includes('^C'));
    expect(performance.now() - sentAtMs).toBeLessThan(500);
    await type(stage.app, shown, 'echo ali"ve"\r');
    await shown.until('an answer', () => shown.text().includes('alive'));
  }, 60_000);
});
