import { fail, type Result, succeed } from '../../../../main/contract/failure.ts';
import { type Preset, type PresetDraft, presetDraft } from '../../../../main/contract/presets.ts';

type Draft = Partial<PresetDraft> & Pick<PresetDraft, 'name'>;

const shippedDrafts: readonly Draft[] = [
  {
    name: 'Claude Code',
    agent: 'claude-code',
    command: ['claude'],
    modelArgument: '--model',
    models: ['opus', 'sonnet', 'haiku'],
    resumeArguments: ['--continue'],
    memoryLimitBytes: 1_610_612_736,
  },
  {
    name: 'GLM',
    agent: 'claude-code',
    command: ['claude'],
    resumeArguments: ['--continue'],
    environment: { ANTHROPIC_BASE_URL: 'https://api.z.ai/api/anthropic' },
    secretNames: ['ANTHROPIC_AUTH_TOKEN'],
    memoryLimitBytes: 1_610_612_736,
  },
  {
    name: 'Codex',
    agent: 'codex',
    command: ['codex'],
    modelArgument: '--model',
    resumeArguments: ['resume', '--last'],
  },
  { name: 'Gemini CLI', agent: 'gemini', command: ['gemini'], modelArgument: '--model' },
  { name: 'opencode', agent: 'opencode', command: ['opencode'], resumeArguments: ['--continue'] },
  { name: 'Shell', agent: 'other', command: null },
];

const idOf = (name: string) =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40);
const presetOf = (draft: Draft, isShipped: boolean): Preset => ({
  ...presetDraft.parse(draft),
  id: idOf(draft.name),
  isShipped,
  isAsShipped: isShipped,
  knownSecretNames: [],
});
const unknown = (reference: string) =>
  fail('preset-not-found', 'store', `There is no preset ${reference}.`, 'Choose one of the list.');

/** The presets of a desktop that keeps nothing. */
export class FakePresets {
  all: readonly Preset[] = shippedDrafts.map((draft) => presetOf(draft, true));
  /** The values that were entered, by preset and name. */
  readonly secrets = new Map<string, string>();

  find(reference: string): Preset | undefined {
    return this.all.find(({ id, name }) => id === reference || name === reference);
  }

  handlers() {
    return {
      list: async () => succeed([...this.all]),
      save: async ({ preset = null, draft }: { preset?: string | null; draft: PresetDraft }) =>
        this.#save(preset, draft),
      remove: async ({ preset }: { preset: string }) => {
        const known = this.find(preset);
        if (known === undefined) return unknown(preset);
        this.all = this.all.filter((one) => one !== known);
        return succeed({});
      },
      reset: async () => {
        const shipped = shippedDrafts.map((draft) => ({
          ...presetOf(draft, true),
          knownSecretNames: this.find(idOf(draft.name))?.knownSecretNames ?? [],
        }));
        this.all = [...shipped, ...this.all.filter(({ isShipped }) => !isShipped)];
        return succeed([...this.all]);
      },
      export: async ({ presets = null }: { presets?: readonly string[] | null }) => {
        const chosen = presets === null ? this.all : this.all.filter(({ id }) => presets.includes(id));
        const drafts = chosen.map((one) => presetDraft.parse(one));
        return succeed({ document: JSON.stringify({ presets: drafts }, null, 2), count: drafts.length });
      },
      import: async ({ document }: { document: string }) => this.#import(document),
      setSecret: async ({ preset, name, value }: { preset: string; name: string; value: string | null }) => {
        const known = this.find(preset);
        if (known === undefined) return unknown(preset);
        if (!known.secretNames.includes(name)) {
          return fail('invalid-input', 'input', `${known.name} has no secret ${name}.`, 'Name one of its secrets.');
        }
        const others = known.knownSecretNames.filter((one) => one !== name);
        if (value === null) this.secrets.delete(`${known.id} ${name}`);
        else this.secrets.set(`${known.id} ${name}`, value);
        return succeed(this.#put(known, { ...known, knownSecretNames: value === null ? others : [...others, name] }));
      },
    };
  }

  #put(known: Preset | undefined, next: Preset): Preset {
    this.all = known === undefined ? [...this.all, next] : this.all.map((one) => (one === known ? next : one));
    return next;
  }

  #save(reference: string | null, draft: PresetDraft): Result<Preset> {
    const known = reference === null ? undefined : this.find(reference);
    if (reference !== null && known === undefined) return unknown(reference);
    const taken = this.all.find((one) => one !== known && one.name.toLowerCase() === draft.name.toLowerCase());
    if (taken !== undefined) {
      return fail('preset-exists', 'store', `There is a preset ${taken.name} already.`, 'Choose another name.');
    }
    const made = presetOf(draft, false);
    const knownSecretNames = known?.knownSecretNames.filter((name) => draft.secretNames.includes(name)) ?? [];
    const next = { ...made, id: known?.id ?? made.id, isShipped: known?.isShipped ?? false, knownSecretNames };
    return succeed(this.#put(known, next));
  }

  #import(document: string) {
    let drafts: unknown;
    try {
      drafts = (JSON.parse(document) as { readonly presets?: unknown }).presets;
    } catch {
      drafts = null;
    }
    if (!Array.isArray(drafts)) {
      return fail('invalid-input', 'input', 'This is no document with presets.', 'Choose a file that Berth exported.');
    }
    const added: Preset[] = [];
    const skipped: { name: string; reason: string; isHere: boolean }[] = [];
    for (const raw of drafts) {
      const draft = presetDraft.safeParse(raw);
      const told = (raw as { readonly name?: unknown } | null)?.name;
      const name = typeof told === 'string' ? told : '';
      if (!draft.success) {
        skipped.push({ name, reason: draft.error.issues[0]?.message ?? 'It cannot be read.', isHere: false });
      } else if (this.find(draft.data.name) !== undefined) {
        skipped.push({ name, reason: 'It is there already.', isHere: true });
      } else added.push(this.#put(undefined, presetOf(draft.data, false)));
    }
    return succeed({ added, skipped });
  }
}
