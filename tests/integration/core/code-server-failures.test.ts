import { describe, expect, it } from 'vitest';
import { finish } from '../../support/app/test-core.ts';
import {
  changeInside,
  inside,
  markedPids,
  nodeInside,
  replaceCodeServer,
  setEnvironment,
  whileChanged,
} from './support/inside.ts';
import {
  expectNothingRuns,
  expectStartWorks,
  failStart,
  listStates,
  profile,
  setStage,
  start,
} from './support/stage.ts';
import { standIns, stubbornButReal } from './support/stand-ins.ts';

describe('a code-server that does not come up', () => {
  const stage = setStage();
  /** The route may have been made beside the waiting; then it is undone first. */
  const undoneUpToHealthz = ['process', 'directories', 'claim'];
  const expectUndone = (undone: readonly string[]) =>
    expect(undone.filter((name) => name !== 'nginx')).toEqual(undoneUpToHealthz);

  const cases = [
    ['exits at once', standIns.exitsAtOnce, 'start-failed', 'exit code 7', 'licence of the sea'],
    ['exits after a second', standIns.exitsAfterOneSecond, 'start-failed', 'exit code 9', 'no tide table'],
    ['hangs without listening', standIns.hangs, 'start-failed', 'did not answer within 2 s', 'high water'],
    ['ignores TERM', standIns.ignoresTerm, 'start-failed', 'did not answer within 2 s', 'not leaving'],
    ['answers 500', standIns.answers500, 'start-failed', 'did not answer within 2 s', 'unwell'],
    ['is killed', standIns.isKilled, 'out-of-memory', 'was killed while it started', 'eating memory'],
  ] as const;
  it.each(cases)('names the stage and shows the log when it %s', async (_, program, kind, message, logged) => {
    await whileChanged(setEnvironment(stage.host, { BERTH_HEALTHZ_SECONDS: '2' }), () =>
      whileChanged(replaceCodeServer(stage.host, program), async () => {
        const failure = await failStart(stage.app, 'harbor-api');
        expect(failure).toMatchObject({ kind, stage: 'healthz' });
        expectUndone(failure.undone);
        expect(failure.message).toContain(message);
        expect(failure.detail).toContain(logged);
        expect(await markedPids(stage.host)).toEqual([]);
        await expectNothingRuns(stage);
      }),
    );
    await expectStartWorks(stage, 'harbor-api');
  });

  it('never lets a route lead to one that asks for no key', async () => {
    await whileChanged(setEnvironment(stage.host, { BERTH_ROUTE_SECONDS: '1' }), () =>
      whileChanged(replaceCodeServer(stage.host, standIns.letsEverybodyIn), async () => {
        const failure = await failStart(stage.app, 'harbor-api');
        expect(failure).toMatchObject({ kind: 'start-failed', stage: 'route' });
        expect(failure.detail).toContain('without the token: 200');
        expect(failure.undone).toEqual(['nginx', ...undoneUpToHealthz]);
        await expectNothingRuns(stage);
      }),
    );
    await expectStartWorks(stage, 'harbor-api');
  });

  it('says that it is missing', async () => {
    const change = changeInside(
      stage.host,
      'mv /usr/local/bin/code-server /usr/local/bin/kept',
      'mv /usr/local/bin/kept /usr/local/bin/code-server',
    );
    await whileChanged(change, async () => {
      const failure = await failStart(stage.app, 'tide-charts');
      expect(failure).toMatchObject({ kind: 'code-server-missing', stage: 'process', undone: [] });
      expect(failure.nextStep).toContain('Set this server up');
      await expectNothingRuns(stage);
    });
    await expectStartWorks(stage, 'tide-charts');
  });

  it('says that it cannot be run', async () => {
    await whileChanged(replaceCodeServer(stage.host, '#!/nonexistent/interpreter\n'), async () => {
      const failure = await failStart(stage.app, 'tide-charts');
      expect(failure).toMatchObject({ kind: 'start-failed', stage: 'healthz' });
      expectUndone(failure.undone);
      expect(failure.detail).toMatch(/code-server: (not found|No such file)|cannot execute|bad interpreter/);
      await expectNothingRuns(stage);
    });
    await expectStartWorks(stage, 'tide-charts');
  });

  it('keeps what a user already had when a later start fails', async () => {
    const { id } = await expectStartWorks(stage, 'lighthouse-docs');
    const settings = `~/.local/share/berth/instances/${id}/user-data/User/settings.json`;
    await inside(stage.host, `echo '{"mine": true}' >${settings}`);
    await whileChanged(replaceCodeServer(stage.host, standIns.exitsAtOnce), () =>
      failStart(stage.app, 'lighthouse-docs'),
    );
    expect(await listStates(stage.app)).toMatchObject({ 'lighthouse-docs': 'stopped' });
    expect(await inside(stage.host, `cat ${settings}`)).toBe('{"mine": true}');
    await expectStartWorks(stage, 'lighthouse-docs');
    expect(await inside(stage.host, `cat ${settings}`)).toBe('{"mine": true}');
  });

  it('is ended by a stop all the same when it runs and ignores TERM', async () => {
    await whileChanged(setEnvironment(stage.host, { BERTH_STOP_SECONDS: '1' }), () =>
      whileChanged(replaceCodeServer(stage.host, stubbornButReal), async () => {
        const { port } = await start(stage.app, 'harbor-api');
        const stopped = await finish(stage.app.client.instances.stop({ profile, repository: 'harbor-api' }));
        expect(stopped.last).toMatchObject({ type: 'done', value: { state: 'stopped' } });
        expect(await markedPids(stage.host)).toEqual([]);
        expect(
          await inside(
            stage.host,
            `${nodeInside} -e 'require("net").connect(${port}, "127.0.0.1").on("error", (e) => console.log(e.code))'`,
          ),
        ).toBe('ECONNREFUSED');
      }),
    );
    await expectStartWorks(stage, 'harbor-api');
  });
});
