import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Result } from '../../../../main/contract/failure.ts';
import { presetDraft } from '../../../../main/contract/presets.ts';
import { createPresets } from '../../../../main/core/presets/presets.ts';

const { signal } = new AbortController();
const context = { signal };

/** Presets in a scratch folder; a store of secrets that keeps them, or does not. */
async function open({ keeps = true } = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), 'berth-presets-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = path.join(folder, 'presets.json');
  const kept = new Map<string, string>();
  const read = async (name: string) => kept.get(name) ?? null;
  const secrets = {
    read,
    readUnasked: read,
    write: async (name: string, secret: string) => {
      if (keeps) kept.set(name, secret);
      return keeps;
    },
    remove: async (name: string) => {
      kept.delete(name);
    },
  };
  const presets = createPresets({ file, secrets: () => secrets });
  return { presets, ask: presets.handlers, kept, file };
}

async function must<T>(answer: Promise<Result<T>>): Promise<T> {
  const told = await answer;
  if (!told.ok) throw new Error(told.failure.message);
  return told.value;
}

async function kindOf(answer: Promise<Result<unknown>>): Promise<string> {
  const told = await answer;
  if (told.ok) throw new Error('it did not fail');
  expect(told.failure.message).toMatch(/\.$/);
  return told.failure.kind;
}

const draft = (part: Partial<ReturnType<typeof presetDraft.parse>> = {}) =>
  presetDraft.parse({ name: 'Aider', command: ['aider'], secretNames: ['OPENAI_API_KEY'], ...part });

it('offers the shipped presets as they are, and those of the user behind them', async () => {
  const { ask } = await open();
  const shipped = await must(ask.list({}, context));
  expect(shipped.map(({ name }) => name)).toEqual([
    'Claude Code',
    'GLM',
    'Codex',
    'Gemini CLI',
    'opencode',
    'Plain shell',
  ]);
  expect(shipped.every(({ isShipped, isAsShipped }) => isShipped && isAsShipped)).toBe(true);
  const saved = await must(ask.save({ preset: null, draft: draft() }, context));
  expect(saved).toMatchObject({ id: 'aider', isShipped: false, isAsShipped: false, knownSecretNames: [] });
  expect((await must(ask.list({}, context))).at(-1)).toEqual(saved);
});

it('changes a shipped preset, hides it, and brings it back as it was', async () => {
  const { ask, file } = await open();
  const [claude] = await must(ask.list({}, context));
  if (claude === undefined) throw new Error('nothing is shipped');
  const changed = await must(
    ask.save({ preset: 'claude-code', draft: presetDraft.parse({ ...claude, model: 'opus' }) }, context),
  );
  expect(changed).toMatchObject({ id: 'claude-code', model: 'opus', isShipped: true, isAsShipped: false });
  await must(ask.save({ preset: 'Claude Code', draft: presetDraft.parse(claude) }, context));
  // What is as Berth brought it follows the next version of Berth, and so is not kept.
  expect(JSON.parse(await readFile(file, 'utf8')).content).toEqual({ saved: [], hidden: [] });
  await must(ask.remove({ preset: 'claude-code' }, context));
  expect(await kindOf(ask.remove({ preset: 'claude-code' }, context))).toBe('preset-not-found');
  const taken = await must(ask.save({ preset: null, draft: draft({ name: 'Claude Code' }) }, context));
  expect(taken.id).toMatch(/^claude-code-[0-9a-f]{6}$/);
  const back = await must(ask.reset({}, context));
  expect(back[0]).toEqual(claude);
  expect(back.at(-1)).toMatchObject({ id: taken.id, name: 'Claude Code 2' });
});

it('refuses a name that is taken, and fields that do not fit each other', async () => {
  const { ask } = await open();
  const save = (part: Parameters<typeof draft>[0], preset: string | null = null) =>
    ask.save({ preset, draft: draft(part) }, context);
  expect(await kindOf(save({ name: 'GLM' }))).toBe('preset-exists');
  expect(await kindOf(save({ name: 'glm' }))).toBe('preset-exists');
  expect(await kindOf(save({}, 'nobody'))).toBe('preset-not-found');
  expect(await kindOf(save({ environment: { OPENAI_API_KEY: 'x' } }))).toBe('invalid-input');
  expect(await kindOf(save({ model: 'x' }))).toBe('invalid-input');
  expect(await kindOf(save({ command: null, modelArgument: '--model' }))).toBe('invalid-input');
});

it('hands secrets to a start only, names one that is missing, and forgets them with the preset', async () => {
  const { presets, ask, kept, file } = await open();
  const missing = await presets.findStartable('GLM');
  expect(missing).toMatchObject({ ok: false, failure: { kind: 'secret-needed', secretKind: null } });
  expect(JSON.stringify(missing)).toContain('ANTHROPIC_AUTH_TOKEN');
  const give = (value: string | null, isRemembered: boolean) =>
    must(ask.setSecret({ preset: 'glm', name: 'ANTHROPIC_AUTH_TOKEN', value, isRemembered }, context));
  expect((await give('kept-token', true)).knownSecretNames).toEqual(['ANTHROPIC_AUTH_TOKEN']);
  expect([...kept]).toEqual([['preset/glm/ANTHROPIC_AUTH_TOKEN', 'kept-token']]);
  await give('held-token', false);
  expect([...kept]).toEqual([]);
  const startable = await must(presets.findStartable('glm'));
  expect(startable.environment).toMatchObject({
    ANTHROPIC_AUTH_TOKEN: 'held-token',
    ANTHROPIC_BASE_URL: 'https://api.z.ai/api/anthropic',
  });
  expect((await give(null, true)).knownSecretNames).toEqual([]);
  await give('kept-token', true);
  const told = JSON.stringify([await ask.list({}, context), await ask.export({ presets: null }, context)]);
  expect(told).not.toContain('kept-token');
  expect(await presets.secretPrefixes()).toContain('preset/glm/');
  await must(ask.remove({ preset: 'glm' }, context));
  expect([...kept]).toEqual([]);
  expect(await readFile(file, 'utf8')).not.toContain('token');
});

it('drops the secret of a name that a preset no longer has, and takes none for a name that it never had', async () => {
  const { ask, kept } = await open();
  await must(ask.save({ preset: null, draft: draft() }, context));
  const give = (name: string) => ask.setSecret({ preset: 'Aider', name, value: 'v', isRemembered: true }, context);
  expect(await kindOf(give('OTHER_KEY'))).toBe('invalid-input');
  await must(give('OPENAI_API_KEY'));
  await must(ask.save({ preset: 'Aider', draft: draft({ secretNames: [] }) }, context));
  expect([...kept]).toEqual([]);
});

it('says so when a secret cannot be kept', async () => {
  const { ask } = await open({ keeps: false });
  const give = (isRemembered: boolean) =>
    ask.setSecret({ preset: 'glm', name: 'ANTHROPIC_AUTH_TOKEN', value: 'v', isRemembered }, context);
  expect(await kindOf(give(true))).toBe('unavailable');
  expect((await must(give(false))).knownSecretNames).toEqual(['ANTHROPIC_AUTH_TOKEN']);
});

it('exports presets and takes them over elsewhere, once, and never in place of one that is there', async () => {
  const here = await open();
  await must(here.ask.save({ preset: null, draft: draft() }, context));
  const { document, count } = await must(here.ask.export({ presets: ['Aider', 'GLM'] }, context));
  expect(count).toBe(2);
  const there = await open();
  const first = await must(there.ask.import({ document }, context));
  expect(first.added.map(({ name }) => name)).toEqual(['Aider']);
  expect(first.skipped).toEqual([{ name: 'GLM', reason: 'It is here already.', isHere: true }]);
  expect((await must(there.ask.import({ document }, context))).added).toEqual([]);
  // A document that calls another endpoint by a known id must not get the token that was given to that id.
  const hostile = JSON.parse(document);
  hostile.presets = [{ ...hostile.presets[1], environment: { ANTHROPIC_BASE_URL: 'https://evil.invalid' } }];
  const taken = await must(there.ask.import({ document: JSON.stringify(hostile) }, context));
  expect(taken.added).toMatchObject([{ name: 'GLM 2', isShipped: false, knownSecretNames: [] }]);
  expect(taken.added[0]?.id).not.toBe('glm');
});

it.each([
  ['no JSON', '{', 'The document is not JSON.'],
  [
    'another document',
    '{"format":"berth-profiles","version":1,"profiles":[]}',
    'The document holds no presets of Berth.',
  ],
  ['a newer one', '{"format":"berth-presets","version":2,"presets":[]}', 'The document was written by a newer version'],
  ['too many', JSON.stringify({ format: 'berth-presets', version: 1, presets: Array(201).fill({}) }), 'more than 200'],
])('refuses %s', async (_what, document, words) => {
  const { ask } = await open();
  const told = await ask.import({ document }, context);
  expect(told).toMatchObject({ ok: false, failure: { kind: 'invalid-input' } });
  expect(JSON.stringify(told)).toContain(words);
});

it.each([
  ['a command that is an option', { command: ['-c', 'x'] }, /Command must begin with a program/],
  ['a name of two lines', { name: 'a\nb' }, /Name must be one line/],
  ['a hidden direction mark', { name: 'safe\u202e' }, /Name must be one line/],
  ['a tiny limit', { memoryLimitBytes: 1 }, /Memory limit must be at least 64 MB/],
  ['a variable that loads code', { environment: { LD_PRELOAD: '/x.so' } }, /"Environment": This variable is set by/],
  ['a value of two lines', { environment: { A: 'b\nc' } }, /"Environment": Variable value must be one line/],
  ['an unknown agent', { agent: 'hal' }, /"Agent" is missing or not of its kind/],
  ['too many words', { command: Array(65).fill('x') }, /Command has more than 64 words/],
  ['a secret that is also written down', { environment: { K: 'v' }, secretNames: ['K'] }, /K stands in Environment/],
])('leaves out a row with %s, by the name of its field', async (_what, part, words) => {
  const { ask } = await open();
  const presets = [{ name: 'Evil', ...part }];
  const document = JSON.stringify({ format: 'berth-presets', version: 1, presets });
  const report = await must(ask.import({ document }, context));
  expect(report.added).toEqual([]);
  expect(report.skipped[0]?.reason).toMatch(words);
  expect(report.skipped[0]?.name).not.toMatch(/\p{Cc}|\p{Cf}/u);
});

it('leaves the file of a newer Berth alone, and all secrets with it', async () => {
  const { presets, ask, file } = await open();
  await writeFile(file, '{"version":9,"content":{}}');
  expect(await kindOf(ask.list({}, context))).toBe('store-unreadable');
  // Nobody's secrets are swept away because the list of presets cannot be read.
  expect(await presets.secretPrefixes()).toBe(null);
});
