import { expect, test } from 'vitest';
import { browserClock } from '../../../../renderer/api/page-clock.ts';
import { createDoctorModel } from '../../../../renderer/features/doctor/doctor-model.ts';
import {
  checkupCounts,
  checkupSentence,
  checkupText,
  findingGroups,
} from '../../../../renderer/features/doctor/findings.ts';
import { poorChecks } from '../../../support/fake-core/fake-checks.ts';
import { createFakeCore } from '../../../support/fake-core/fake-core.ts';
import { unreachable } from '../../../support/fake-core/fake-hosts.ts';
import { wrongHash } from '../../../support/fake-core/fake-plans.ts';

const id = 'frankfurt-1';

async function model() {
  const core = createFakeCore();
  const { signal } = new AbortController();
  await core.handlers.hosts.connect({ profile: id, isKept: false }, { signal });
  const host = core.host(id);
  host.checks = poorChecks();
  const client = {
    setup: {
      doctor: (input: never) => core.handlers.setup.doctor(input, { signal }),
      fix: (input: never) => core.handlers.setup.fix(input, { signal }),
    },
  };
  const ends: string[] = [];
  const doctor = createDoctorModel(client as never, browserClock, (_id, words) => ends.push(words));
  const shown = () => {
    const { checkup, rechecked } = doctor.store.getState();
    if (checkup === null) throw new Error('nothing was looked at');
    const groups = findingGroups(checkup, rechecked);
    return {
      sentence: checkupSentence(checkupCounts(checkup, rechecked)),
      numbers: groups.map(({ findings }) => findings.map(({ number }) => number)),
      fixed: groups.flatMap(({ findings }) => findings.filter(({ isFixed }) => isFixed).map(({ check }) => check.id)),
      text: checkupText(checkup, rechecked),
    };
  };
  return { host, doctor, shown, ends };
}

test('what needs the user comes first, and keeps the number it has in the report', async () => {
  const { doctor, shown } = await model();
  await doctor.open(id);
  expect(shown()).toMatchObject({
    sentence: '3 problems, 2 warnings, 7 well.',
    numbers: [
      [5, 11, 12],
      [7, 9],
      [1, 2, 3, 4, 6, 8, 10],
    ],
  });
  expect(checkupSentence({ ok: 28, warn: 0, fail: 0 })).toBe('All 28 checks are well.');
});

test('a fix changes its finding in place and the sentence, and the copied text says so', async () => {
  const { doctor, shown } = await model();
  await doctor.open(id);
  await doctor.fix('linger');
  expect(shown()).toMatchObject({
    sentence: '3 problems, 1 warning, 8 well.',
    numbers: [[5, 11, 12], [7, 9], { length: 7 }],
    fixed: ['linger'],
  });
  expect(shown().text).toContain('Looked at again after a fix:\n9. ok: After you log out.');
  await doctor.check();
  expect(shown()).toMatchObject({ numbers: [[5, 11, 12], [7], { length: 8 }], fixed: [] });
});

test('a fix that fails says why beside its finding, and can be tried again', async () => {
  const { host, doctor, shown } = await model();
  await doctor.open(id);
  host.fixFailure = wrongHash;
  await doctor.fix('linger');
  expect(doctor.store.getState().fixes.linger).toMatchObject({ isRunning: false, problem: wrongHash });
  await doctor.fix('linger');
  expect(doctor.store.getState().fixes.linger).toMatchObject({ isRunning: false, problem: null });
  expect(shown().fixed).toEqual(['linger']);
});

test('a look that fails keeps the last one, and an answer after the drawer was closed opens nothing', async () => {
  const { host, doctor, shown, ends } = await model();
  await doctor.open(id);
  host.doctorFailure = unreachable;
  await doctor.check();
  expect(doctor.store.getState()).toMatchObject({ checkingSinceMs: null, problem: unreachable });
  expect(shown().sentence).toContain('3 problems');
  host.doctorFailure = null;
  const looking = doctor.check();
  const fixing = doctor.fix('linger');
  doctor.close();
  await Promise.all([looking, fixing]);
  expect(doctor.store.getState()).toMatchObject({ profileId: null, checkup: null, fixes: {} });
  expect(ends).toEqual(['After you log out: It is as it should be.']);
});
