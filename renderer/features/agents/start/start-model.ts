import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Preset } from '../../../../main/contract/presets.ts';
import type { Session } from '../../../../main/contract/session-words.ts';
import type { BerthClient } from '../../../api/berth-client.ts';
import { ask, type Problem } from '../../../api/problem.ts';
import type { ProgressStep } from '../../../lib/operation-progress.ts';
import type { SessionsModel } from '../sessions-model.ts';
import { homePlace, missingSecrets, type StartForm, startErrors, suggestedBranch, wishOf } from './start-form.ts';

/** How far a new session is. */
export interface StartState {
  /** Null until they were told. */
  readonly presets: readonly Preset[] | null;
  /** Why there are no presets. */
  readonly presetsProblem: Problem | null;
  readonly form: StartForm;
  readonly errors: ReturnType<typeof startErrors>;
  /** What was typed for missing secrets, by name. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly isRemembered: boolean;
  readonly isStarting: boolean;
  readonly steps: readonly ProgressStep[];
  /** Why the last try failed. */
  readonly failure: Problem | null;
}

/** One form for a new session. */
export interface StartModel {
  readonly store: StoreApi<StartState>;
  load(): Promise<void>;
  change(part: Partial<StartForm>): void;
  choosePreset(presetId: string | null): void;
  typeSecret(name: string, value: string): void;
  remember(isRemembered: boolean): void;
  /** Starts it; forced past limits where somebody said so. Null while something is missing or it failed. */
  start(isForced?: boolean): Promise<Session | null>;
  preset(): Preset | null;
}

interface StartParts {
  readonly client: Pick<BerthClient, 'presets'>;
  readonly sessions: Pick<SessionsModel, 'start' | 'store'>;
  readonly profileId: string;
  readonly what: 'agent' | 'terminal';
  readonly repositoryId: string | null;
  readonly problem: Problem | null;
}

/** Makes the form; the presets are not told yet. */
export function createStartModel(parts: StartParts): StartModel {
  const { client, sessions, profileId, what, repositoryId, problem } = parts;
  const known = () => sessions.store.getState()[profileId]?.list?.sessions ?? [];
  const store = createStore<StartState>(() => ({
    presets: null,
    presetsProblem: null,
    form: {
      presetId: null,
      model: '',
      place: repositoryId ?? homePlace,
      path: '~/',
      hasWorktree: false,
      branch: suggestedBranch(what, known()),
      title: '',
      prompt: '',
    },
    errors: {},
    secrets: {},
    isRemembered: true,
    isStarting: false,
    steps: [],
    failure: problem,
  }));
  const preset = () => {
    const { presets, form } = store.getState();
    return presets?.find(({ id }) => id === form.presetId) ?? null;
  };
  const change = (part: Partial<StartForm>) =>
    store.setState(({ form, failure }) => ({
      form: { ...form, ...part },
      errors: {},
      // A limit that was reached is still said while the form is changed to fit it.
      failure: failure?.kind === 'limit-reached' || failure?.kind === 'out-of-memory' ? failure : null,
    }));
  const choosePreset = (presetId: string | null) => {
    const { presets, form } = store.getState();
    const before = preset();
    const chosen = presets?.find(({ id }) => id === presetId) ?? null;
    const isOwnBranch = form.branch !== suggestedBranch(before?.name ?? what, known());
    change({
      presetId,
      model: chosen?.model ?? '',
      branch: isOwnBranch ? form.branch : suggestedBranch(chosen?.name ?? what, known()),
    });
    store.setState({ secrets: {} });
  };
  const load = async () => {
    store.setState({ presetsProblem: null });
    const answer = await ask(() => client.presets.list({}));
    if (!answer.ok) return store.setState({ presetsProblem: answer.failure });
    store.setState({ presets: answer.value });
    const { presetId } = store.getState().form;
    if (what === 'terminal' || answer.value.some(({ id }) => id === presetId)) return;
    const first = answer.value.find(({ command }) => command !== null) ?? answer.value[0];
    choosePreset(first?.id ?? null);
  };
  /** Hands over what was typed; true when nothing is missing any more. */
  const keepSecrets = async (chosen: Preset): Promise<boolean> => {
    const { secrets, isRemembered } = store.getState();
    for (const name of missingSecrets(chosen)) {
      const value = secrets[name] ?? '';
      const answer = await ask(() => client.presets.setSecret({ preset: chosen.id, name, value, isRemembered }));
      if (!answer.ok) {
        store.setState({ failure: answer.failure });
        return false;
      }
      store.setState(({ presets }) => ({
        presets: presets?.map((one) => (one.id === answer.value.id ? answer.value : one)) ?? null,
      }));
    }
    store.setState({ secrets: {} });
    return true;
  };
  return {
    store,
    preset,
    change,
    choosePreset,
    load,
    typeSecret: (name, value) => store.setState(({ secrets }) => ({ secrets: { ...secrets, [name]: value } })),
    remember: (isRemembered) => store.setState({ isRemembered }),
    async start(isForced = false) {
      const { form, isStarting, secrets } = store.getState();
      if (isStarting) return null;
      const errors = startErrors(form);
      store.setState({ errors });
      const chosen = preset();
      const isAsked = missingSecrets(chosen).some((name) => (secrets[name] ?? '') === '');
      if (Object.keys(errors).length > 0 || isAsked) return null;
      store.setState({ isStarting: true, failure: null, steps: [] });
      if (chosen !== null && !(await keepSecrets(chosen))) {
        store.setState({ isStarting: false });
        return null;
      }
      const answer = await sessions.start(profileId, wishOf(form, isForced), (steps) => store.setState({ steps }));
      store.setState({ isStarting: false, failure: answer.ok ? null : answer.failure });
      // What was known is forgotten elsewhere; the fields for it come with the list.
      if (!answer.ok && answer.failure.kind === 'secret-needed') await load();
      return answer.ok ? answer.value : null;
    },
  };
}
