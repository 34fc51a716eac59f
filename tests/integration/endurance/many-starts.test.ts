import { expect, it } from 'vitest';
import type { Instance } from '../../../main/contract/instances.ts';
import { succeedWith } from '../../support/app/test-core.ts';
import { rounds } from '../../support/rounds.ts';
import { expectNoLeftovers } from '../../support/sandbox/audit/audit.ts';
import { askWorkbench } from '../core/support/gate-client.ts';
import { berthHome, inside, markedPids } from '../core/support/inside.ts';
import { expectNothingRuns, listInstances, profile, setStage, start } from '../core/support/stage.ts';
import { goodRoute, routeAnswers } from '../scenarios/support/route-answers.ts';

const range = Array.from({ length: 12 }, (_, index) => 8888 + index);
const names = range.map((_, index) => `pier-${String(index + 1).padStart(2, '0')}`);
const stage = setStage({ repositories: names });
const roundCount = rounds('BERTH_ENDURANCE_ROUNDS', 2, 20);

/** Id → port of every record on the host, read without Berth. */
async function recordedPorts(): Promise<Record<string, number>> {
  const listed = await inside(
    stage.host,
    `cd "${berthHome}/instances"; for id in *; do echo "$id $(sed -n 's/^port=//p' "$id/record") $(tail -n 1 "$id/record")"; done`,
  );
  const rows = listed.split('\n').map((line) => line.split(' '));
  expect(rows.map(([, , end]) => end)).toEqual(rows.map(() => 'end=1'));
  return Object.fromEntries(rows.map(([id, port]) => [id, Number(port)]));
}

const portsOf = (rows: readonly Instance[]) => Object.fromEntries(rows.map(({ id, port }) => [id, port]));

it(
  `starts twelve at once, ${roundCount} times: no port twice, no record lost, every route answers`,
  async () => {
    for (let round = 1; round <= roundCount; round += 1) {
      const startedAtMs = performance.now();
      const rows = await Promise.all(names.map((name) => start(stage.app, name)));
      expect(new Set(rows.map(({ port }) => port))).toEqual(new Set(range));
      expect(portsOf(await listInstances(stage.app))).toEqual(portsOf(rows));
      expect(await recordedPorts()).toEqual(portsOf(rows));
      expect(await routeAnswers(stage.host, rows)).toEqual(rows.map(() => goodRoute));
      expect(await Promise.all(names.map((name) => askWorkbench(stage.app, name)))).toEqual(names.map(() => 200));
      const answeredMs = performance.now() - startedAtMs;

      const stopped = await succeedWith(stage.app.client.instances.stopAll({ profile }));
      const stopMs = performance.now() - startedAtMs - answeredMs;
      expect(stopped.failures).toEqual([]);
      expect(stopped.instances.map(({ state }) => state)).toEqual(names.map(() => 'stopped'));
      expect(await markedPids(stage.host)).toEqual([]);
      await expectNothingRuns(stage);
      await expectNoLeftovers(stage.host);
      console.log(`round ${round}: up and asked ${answeredMs.toFixed(0)} ms, stopped ${stopMs.toFixed(0)} ms`);
    }
  },
  roundCount * 90_000,
);
