import { expect, it } from 'vitest';
import { finish } from '../../support/app/test-core.ts';
import { askWorkbench } from './support/gate-client.ts';
import { inside, markedPids } from './support/inside.ts';
import { expectNothingRuns, failStart, listInstances, listStates, profile, setStage, start } from './support/stage.ts';

const range = Array.from({ length: 12 }, (_, index) => 8888 + index);
const names = range.map((_, index) => `pier-${String(index + 1).padStart(2, '0')}`);
const stage = setStage({ repositories: [...names, 'one-too-many'] });

it('starts twelve at once on twelve ports, names who holds them to a thirteenth, and stops all at once', async () => {
  const started = await Promise.all(names.map((name) => start(stage.app, name)));
  expect(started.map(({ state }) => state)).toEqual(names.map(() => 'running'));
  expect(new Set(started.map(({ port }) => port))).toEqual(new Set(range));
  expect(started.map(({ repository }) => repository)).toEqual(names);

  const rows = await listInstances(stage.app);
  const facts = (row: (typeof rows)[number]) => [row.id, row.repository, row.path, row.port, row.pid];
  expect(rows.map(facts)).toEqual(started.map(facts));
  for (const { port, pid } of rows) {
    expect(await inside(stage.host, `tr '\\0' ' ' </proc/${pid}/cmdline`)).toContain(`--bind-addr 127.0.0.1:${port} `);
  }
  const ports = await stage.app.client.ports.list({ profile });
  const listening = ports.ok ? ports.value.filter(({ kind }) => kind === 'instance') : [];
  const holders = new Map(rows.map(({ port, id }) => [port, id]));
  expect(listening.map(({ port, instanceId }) => [port, instanceId])).toEqual(
    range.map((port) => [port, holders.get(port)]),
  );
  expect(await Promise.all(names.map((name) => askWorkbench(stage.app, name)))).toEqual(names.map(() => 200));

  const failure = await failStart(stage.app, 'one-too-many');
  expect(failure).toMatchObject({ kind: 'ports-exhausted', stage: 'claim' });
  expect(failure.detail).toBe(range.map((port) => `${port}: instance ${holders.get(port)}`).join('\n'));
  expect(Object.keys(await listStates(stage.app))).toEqual(names);

  const stops = names.map((repository) => finish(stage.app.client.instances.stop({ profile, repository })));
  expect((await Promise.all(stops)).map(({ last }) => last.type)).toEqual(names.map(() => 'done'));
  expect(await listStates(stage.app)).toEqual(Object.fromEntries(names.map((name) => [name, 'stopped'])));
  expect(await markedPids(stage.host)).toEqual([]);
  await expectNothingRuns(stage);
  expect((await start(stage.app, 'one-too-many')).port).toBe(8888);
  await finish(stage.app.client.instances.stop({ profile, repository: 'one-too-many' }));
  await expectNothingRuns(stage);
}, 240_000);
