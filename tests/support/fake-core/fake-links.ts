import { type Failure, fail, type Result, succeed } from '../../../main/contract/failure.ts';
import type { Diagnosis, HostStatus, LinkEvent, LoginQuestion } from '../../../main/contract/hosts.ts';
import type { Profile } from '../../../main/contract/profiles.ts';

/** One round of questions of a login, and what is right. */
export interface FakeRound extends Omit<LoginQuestion, 'id' | 'expiresAtMs'> {
  readonly expected: readonly string[];
}

/** What a fake host does with its link. */
export interface FakeLinkPart {
  /** Asked one after the other before the link is up. */
  rounds?: FakeRound[];
  timeline?: LinkEvent[];
  diagnosis?: Diagnosis;
  /** The lines of known_hosts that are about it. */
  knownKeys?: { file: string; lineNumber: number; fingerprint: string }[];
  /** Why they cannot be forgotten. */
  forgetFailure?: Failure;
  /** What is offered once they are. */
  obstacleWhenForgotten?: Failure;
}

interface LinkHost extends FakeLinkPart {
  readonly profile: Profile;
  obstacle: Failure | null;
}

interface FakeLinksParts {
  readonly host: (reference: string) => LinkHost;
  readonly setStatus: (profileId: string, part: Partial<HostStatus>) => void;
  /** Length of a diagnosis, milliseconds. */
  readonly pauseStep: () => Promise<void>;
}

const loginTimeMs = 120_000;

/** The questions, timelines and diagnoses of fake hosts. */
export class FakeLinks {
  readonly #parts: FakeLinksParts;
  readonly #open = new Map<string, (answers: readonly string[] | null) => void>();
  #count = 0;

  constructor(parts: FakeLinksParts) {
    this.#parts = parts;
  }

  /** Asks what the host asks during a login; null when all was answered as it should be. */
  async logIn(profileId: string): Promise<Failure | null> {
    const { profile, rounds = [] } = this.#parts.host(profileId);
    for (const { expected, ...asked } of rounds) {
      const answers = await this.#ask(profileId, asked);
      if (answers === null) return fail('auth-failed', 'auth', 'The login was given up.', 'Connect again.').failure;
      await this.#parts.pauseStep();
      if (answers.join('\n') !== expected.join('\n')) {
        const message = `${profile.address} did not accept these answers for ${profile.user}.`;
        return fail('auth-failed', 'auth', message, 'Connect again to be asked anew.').failure;
      }
    }
    return null;
  }

  async #ask(profileId: string, round: Omit<FakeRound, 'expected'>): Promise<readonly string[] | null> {
    const id = `question-${++this.#count}`;
    const { user, address } = this.#parts.host(profileId).profile;
    const asked = { ...round, title: `${user}@${address}${round.title === '' ? '' : `: ${round.title}`}` };
    const answers = await new Promise<readonly string[] | null>((resolve) => {
      this.#open.set(id, resolve);
      this.#parts.setStatus(profileId, { question: { ...asked, id, expiresAtMs: Date.now() + loginTimeMs } });
    });
    this.#open.delete(id);
    this.#parts.setStatus(profileId, { question: null });
    return answers;
  }

  /** The handlers of `hosts` that this is about. */
  handlers() {
    const { host, pauseStep } = this.#parts;
    return {
      answer: async ({ questionId, answers }: { questionId: string; answers: string[] | null }) => {
        const settle = this.#open.get(questionId);
        if (settle === undefined) {
          return fail('invalid-input', 'auth', 'This question is not asked any more.', 'Connect again.');
        }
        settle(answers);
        return succeed({});
      },
      timeline: async ({ profile }: { profile: string }) => succeed(host(profile).timeline ?? []),
      diagnose: async ({ profile }: { profile: string }): Promise<Result<Diagnosis>> => {
        await pauseStep();
        return succeed(host(profile).diagnosis ?? { steps: [], failure: null, text: '' });
      },
      forgetKey: async ({ profile, confirmation }: { profile: string; confirmation: string }) => {
        const found = host(profile);
        if (confirmation !== found.profile.address) {
          return fail('invalid-input', 'input', 'This is not the address.', 'Type the address as it is shown.');
        }
        if (found.forgetFailure !== undefined) return { ok: false, failure: found.forgetFailure } as const;
        const removed = found.knownKeys ?? [];
        found.knownKeys = [];
        found.obstacle = found.obstacleWhenForgotten ?? null;
        return succeed({ removed });
      },
    };
  }
}
