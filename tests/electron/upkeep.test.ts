import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { firstAppSettings } from '../../main/contract/upkeep.ts';
import { nextArguments, restartApp } from '../../main/electron/upkeep/restart-app.ts';
import { app } from './double/app.ts';
import { crashes } from './double/crash-reporter.ts';
import { system } from './double/system.ts';
import { startShell, type TestShell } from './support/start-shell.ts';

/** How the desktop app looks after itself. */

let shell: TestShell;
beforeAll(async () => {
  shell = await startShell('fixture', { isSafe: true });
}, 30_000);
afterAll(() => shell.close());
beforeEach(() => {
  system.answer = 0;
});

const dataDirectory = () => path.join(shell.built.directory, 'data');

describe('safe mode', () => {
  it('is told to the page by its address, and does without the graphics card', async () => {
    expect(shell.window.webContents.getURL()).toBe('app://berth/?safe');
    expect(await shell.page.evaluate(() => window.location.search)).toBe('?safe');
    expect(app.isGraphicsCardUsed).toBe(false);
  });

  it('is a flag among the arguments of the next start, which opens nothing again', () => {
    const argv = ['/opt/berth', '/app', '--safe', 'berth://open/a/b', '--data'];
    expect(nextArguments(argv, false)).toEqual(['/app', '--data']);
    expect(nextArguments(argv, true)).toEqual(['/app', '--data', '--safe']);
  });
});

describe('a restart', () => {
  it('does not happen while an editor stays open, nor at a later end of the app', async () => {
    expect(await restartApp(shell.window as never, async () => false, true)).toBe(false);
    expect(app.relaunches).toEqual([]);
    expect(shell.window.isDestroyed()).toBe(false);
  });
});

describe('the settings', () => {
  const file = () => path.join(dataDirectory(), 'app-settings.json');

  it('are kept in a file of this user, one change after the other', async () => {
    expect(await shell.page.evaluate(() => window.client.upkeep.settings({}))).toEqual({
      ok: true,
      value: firstAppSettings,
    });
    await shell.page.evaluate(() => window.client.upkeep.configure({ liveViewMost: 9 }));
    await shell.page.evaluate(() => window.client.upkeep.configure({ isUpdateChecked: true }));
    const kept = JSON.parse(await readFile(file(), 'utf8')) as { content: unknown };
    expect(kept.content).toEqual({ ...firstAppSettings, liveViewMost: 9, isUpdateChecked: true });
  });

  it('refuse what makes no sense', async () => {
    const refused = await shell.page.evaluate(() => window.client.upkeep.configure({ liveViewMost: 0 }));
    expect(refused).toMatchObject({ ok: false, failure: { kind: 'invalid-input' } });
  });

  it('go back to the first ones', async () => {
    const reset = await shell.page.evaluate(() => window.client.upkeep.reset({}));
    expect(reset).toEqual({ ok: true, value: firstAppSettings });
  });
});

describe('what went wrong', () => {
  it('leaves its dump on this computer, and nowhere else', () => {
    expect(crashes.started).toMatchObject({ uploadToServer: false });
    expect(crashes.started?.submitURL).toBeUndefined();
    expect(app.getPath('crashDumps')).toBe(path.join(dataDirectory(), 'crashes'));
  });

  it('is told by a diagnosis without the names of servers', async () => {
    await shell.page.evaluate(() =>
      window.client.profiles.add({ name: 'Kontor', address: 'kontor.corp.example', user: 'anna' }),
    );
    await mkdir(path.join(dataDirectory(), 'logs'));
    const line = JSON.stringify({ level: 40, detail: 'anna@kontor.corp.example: Permission denied', msg: 'refused' });
    await writeFile(path.join(dataDirectory(), 'logs/berth.log'), `${line}\n`);
    const answer = await shell.page.evaluate(() => window.client.upkeep.diagnosis({}));
    const text = answer.ok ? answer.value.text : '';
    expect(text).toContain('Shell: desktop app, from its sources, in safe mode\n');
    expect(text).toContain('Graphics, unless enabled: gpu_compositing disabled_software\n');
    expect(text).toContain('Keychain: available');
    expect(text).toContain(`Settings: ${JSON.stringify(firstAppSettings)}`);
    expect(text).toContain('Crash dumps: 0\n');
    expect(text).toContain('Saved servers: 1\n');
    expect(text).toContain('user-1@address-of-server-1: Permission denied');
    expect(text).not.toMatch(/kontor|anna/i);
  });

  it('shows the folder of the log', async () => {
    await shell.page.evaluate(() => window.client.upkeep.showLogs({}));
    expect(system.shownFiles).toEqual([path.join(dataDirectory(), 'logs/berth.log')]);
  });

  it('is noted when the page had it', async () => {
    await shell.page.evaluate(() =>
      window.client.upkeep.report({ source: 'window', message: 'x is not a function', stack: null }),
    );
    expect(shell.logged('the page has a bug')).toMatchObject([{ level: 50, message: 'x is not a function' }]);
  });

  it('loads a crashed page again, once; then the user decides', async () => {
    const crash = { reason: 'crashed', exitCode: 11 } as const;
    const questionsBefore = system.questions.length;
    const reloaded = shell.page.waitForEvent('load');
    shell.window.webContents.emit('render-process-gone', {}, crash);
    await reloaded;
    expect(system.questions.length).toBe(questionsBefore);
    const again = shell.page.waitForEvent('load');
    shell.window.webContents.emit('render-process-gone', {}, crash);
    await again;
    expect(system.questions.at(-1)?.buttons).toEqual(['Load it again', 'Restart in safe mode']);
    expect(app.relaunches).toEqual([]);
  });

  it('asks while the page hangs; to load it again ends it first', async () => {
    const contents = shell.window.webContents;
    const reloaded = shell.page.waitForEvent('load');
    const forcefullyCrashRenderer = vi.spyOn(contents, 'forcefullyCrashRenderer').mockReturnValue(undefined);
    system.answer = 1;
    contents.emit('unresponsive');
    await expect.poll(() => forcefullyCrashRenderer.mock.calls.length).toBe(1);
    expect(system.questions.at(-1)).toMatchObject({ message: 'Berth’s window does not answer.', cancelId: 0 });
    forcefullyCrashRenderer.mockRestore();
    system.answer = 0;
    contents.emit('render-process-gone', {}, { reason: 'killed', exitCode: 9 });
    await reloaded;
  });

  it('offers safe mode to who starts a second copy with it', async () => {
    const questionsBefore = system.questions.length;
    app.emit('second-instance', {}, ['/opt/berth']);
    app.emit('second-instance', {}, ['/opt/berth', '--safe']);
    await expect.poll(() => system.questions.length).toBe(questionsBefore + 1);
    expect(system.questions.at(-1)?.message).toBe('Berth is running already. Restart it in safe mode?');
    expect(app.relaunches).toEqual([]);
  });

  it('starts the app again when it is asked to, after its editors are closed', async () => {
    const quit = new Promise<void>((resolve) => app.once('quit', () => resolve()));
    void shell.page.evaluate(() => window.client.upkeep.restart({ isSafe: false })).catch(() => undefined);
    await quit;
    expect(app.relaunches).toHaveLength(1);
    expect(app.relaunches[0]).not.toContain('--safe');
    expect(shell.window.isDestroyed()).toBe(true);
    // One that was wished for twice starts it once.
    expect(await restartApp(shell.window as never, async () => true, false)).toBe(false);
    expect(app.relaunches).toHaveLength(1);
  });
});
