import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { release, type } from 'node:os';
import type { Failure, SecretKind } from '../../../contract/failure.ts';
import type { Diagnosis, LinkEvent } from '../../../contract/hosts.ts';
import type { Profile } from '../../../contract/profiles.ts';
import { unlessAborted } from '../../streams/unless-aborted.ts';
import { type AttemptOptions, attemptConnection } from '../attempt/attempt.ts';
import { type AttemptWatch, unwatched } from '../attempt/attempt-watch.ts';
import type { LinkSecrets } from '../auth/link-secrets.ts';
import { LoginQuestions } from '../auth/login-questions.ts';
import type { Way } from '../way/way.ts';
import { DiagnosisRun } from './diagnosis-run.ts';
import { checkSession } from './diagnosis-session.ts';
import { diagnosisText } from './diagnosis-text.ts';
import { createScrub, type Scrub } from './scrub.ts';

/** What a diagnosis is made with: all that an attempt of the link is, but for who answers questions. */
export type DiagnosisOptions = Omit<AttemptOptions, 'questions' | 'watch'> & {
  /** The profile as it is saved. */
  readonly profile: Profile;
  /** What the host is called at the moment. */
  readonly name: () => string;
  /** Berth's version. */
  readonly version: string;
};

/** Makes the diagnosis of one host. It asks nobody anything: where a login would, it says so and stops. */
export function createDiagnosis(options: DiagnosisOptions) {
  const { profile, name, credentialSources, clock, version } = options;
  const facts = { version, platform: `${type()} ${release()} ${process.arch}, Node.js ${process.versions.node}` };
  const scrub = createScrub({ profile, ...credentialSources });
  return async (
    signal: AbortSignal,
    timeline: readonly LinkEvent[],
    linkWatch: Pick<AttemptWatch, 'onHostKeys'>,
  ): Promise<Diagnosis> => {
    const run = new DiagnosisRun(clock);
    const told: string[] = [];
    const secrets = onlyTried(credentialSources.secrets, (secret) => told.push(secret));
    const attempt = { ...options, credentialSources: { ...credentialSources, secrets } };
    const connection = await tryLogin(attempt, run, scrub, linkWatch, signal);
    try {
      await checkSession(run, connection, clock, signal);
    } finally {
      const closing = connection?.close();
      // Whoever called it off waits for no goodbye; a host that gives none is cut off all the same.
      if (!signal.aborted) await closing;
    }
    const clean = (text: string) => scrub.exact(text, told);
    const steps = run.steps.map((step) => ({ ...step, message: clean(step.message) }));
    const failure = run.failure === null ? null : withTexts(run.failure, clean);
    const events = timeline.map((event) => ({ ...event, message: clean(event.message) }));
    const called = { ...profile, name: name() };
    return {
      steps,
      failure,
      text: diagnosisText({ profile: called, facts, steps, failure, events, nowMs: clock.nowMs() }),
    };
  };
}

/**
 * The same secrets, with each that is read told, so that it can be kept out of every sentence. One that was wrong is not
 * tried again by this diagnosis, and stays remembered: only a login that somebody asked for may take that back.
 */
function onlyTried(secrets: LinkSecrets, onRead: (secret: string) => void): LinkSecrets {
  const wrong = new Set<SecretKind>();
  return {
    read: async (profile, kind) => {
      const secret = wrong.has(kind) ? null : await secrets.read(profile, kind);
      if (secret !== null) onRead(secret);
      return secret;
    },
    forget: async (_profile, kind) => void wrong.add(kind),
  };
}

/** The same failure in other words; the next step is Berth's own and names no file of this machine. */
function withTexts(failure: Failure, clean: (text: string) => string): Failure {
  const { message, detail } = failure;
  return { ...failure, message: clean(message), detail: detail === null ? null : clean(detail) };
}

/** What comes after the host was reached, in order. */
const handshakeParts = [
  ['banner', 'Greeting'],
  ['host key', 'Host key'],
  ['auth', 'Login'],
] as const;

/** Goes the way to a logged-in connection; null when it does not come to that, with the reason among the steps. */
async function tryLogin(
  options: DiagnosisOptions,
  run: DiagnosisRun,
  scrub: Scrub,
  linkWatch: Pick<AttemptWatch, 'onHostKeys'>,
  signal: AbortSignal,
) {
  let isOffered = false;
  const watch: AttemptWatch = {
    ...unwatched,
    onHostKeys: (change) => linkWatch.onHostKeys(change),
    onStage: (stage, message, durationMs) => run.pass(stage, message, durationMs),
    onOffer: () => {
      isOffered = true;
    },
  };
  const questions = new LoginQuestions();
  let isAsked = false;
  const stopListening = questions.onDidChange(() => {
    const question = questions.current();
    if (question === null) return;
    isAsked = true;
    questions.answer(question.id, null);
  });
  try {
    const way = tellingNames(options.way, run);
    const attempt = await attemptConnection({ ...options, way, questions, watch }, signal);
    if (attempt.ok) return attempt.value;
    const failure = withTexts(attempt.failure, scrub.paths);
    if (signal.aborted) run.stop(failure.stage, 'The diagnosis was called off.');
    else if (isAsked)
      run.stop('auth', 'The server asks questions at the login, and a diagnosis answers none. Connect to be asked.');
    else if (failure.kind === 'secret-needed' && !isOffered)
      run.stop('auth', `${failure.message} Connect to be asked for it.`);
    else run.fail(failure);
    const reached = handshakeParts.findIndex(([stage]) => stage === failure.stage);
    for (const [stage, title] of handshakeParts.slice(reached + 1)) run.leaveOut(stage, title);
    return null;
  } finally {
    stopListening();
  }
}

/** The same way, with the addresses of a name told before it is dialled. What cannot be found is told by the dial itself. */
function tellingNames(way: Way, run: DiagnosisRun): Way {
  return {
    hurry: () => way.hurry(),
    wake: () => way.wake(),
    find: async (signal, watch) => {
      // A person waits for the answer, so a host on the way tries now and not when its next attempt is due.
      way.hurry();
      const aim = await way.find(signal, watch);
      if (!aim.ok) return aim;
      const { address, jumpProfileId } = aim.value.profile;
      if (jumpProfileId !== null || isIP(address) !== 0) return aim;
      try {
        const found = await unlessAborted(lookup(address, { all: true }), signal);
        const addresses = found.slice(0, 8).map((one) => one.address);
        run.pass('tcp', `The name ${address} stands for ${addresses.join(', ')}.`, null);
      } catch {
        // The dial meets the same and names it.
      }
      return aim;
    },
  };
}
