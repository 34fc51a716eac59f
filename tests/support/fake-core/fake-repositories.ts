import { type Failure, fail, type Result, succeed } from '../../../main/contract/failure.ts';
import type { OperationItem, OperationStep } from '../../../main/contract/operation.ts';
import type { Repository, RunningClone, WorkingCopy } from '../../../main/contract/repositories.ts';
import type { FakeHost } from './fake-hosts.ts';
import { FakeRun } from './fake-run.ts';

/** What of a fake host its repositories are about. */
export interface FakeRepositoryPart {
  repositories: Repository[];
  /** How working copies stand, by id; those that are not named are clean and level. */
  workingCopies: Map<string, Omit<WorkingCopy, 'id'>>;
  /** Why a clone fails, by its URL; one about an unknown key is over once that key is trusted. */
  cloneFailures: Map<string, Failure>;
  /** A clone that has come this far waits there until this is null, or it is stopped. */
  heldCloneShare: number | null;
  /** Folders that are git working copies and not listed. */
  unlistedPaths: string[];
}

/** What the fake repositories are made of. */
export interface FakeRepositoriesParts {
  readonly host: (reference: string) => FakeHost;
  readonly linked: <T>(reference: string, answer: (host: FakeHost) => T) => Promise<Result<T>>;
  readonly pauseStep: () => Promise<void>;
}

interface CloneInput {
  readonly profile: string;
  readonly url: string;
  readonly path: string;
  readonly login?: { readonly kind: RunningClone['login'] };
  readonly trustedFingerprint?: string | null;
}

type OnPath = { readonly profile: string; readonly path: string };
type OnRepository = { readonly profile: string; readonly repository: string };

const nameOf = (path: string) => path.replace(/\/+$/, '').split('/').pop() ?? path;
const idOf = (path: string) =>
  nameOf(path)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40);

/** A repository that is listed, but for what `part` says. */
export function fakeRepository(path: string, part: Partial<Repository> = {}): Repository {
  return { id: idOf(path), name: nameOf(path), path, branch: 'main', isAdded: false, lastOpenedAtMs: null, ...part };
}

/** The parts of a clone, with how far each has come. */
const cloneParts: readonly (readonly [string, readonly number[]])[] = [
  ['Counting objects', [0.5]],
  ['Receiving objects', [0.1, 0.43, 0.86]],
  ['Resolving deltas', [0.4]],
];

/** The repositories of fake hosts: listed, looked at, added, cloned in steps. */
export class FakeRepositories {
  readonly #parts: FakeRepositoriesParts;
  readonly #cancelled = new Set<string>();
  readonly #clones = new Set<{
    readonly owner: FakeHost;
    readonly asked: CloneInput;
    readonly run: FakeRun<Repository>;
  }>();

  constructor(parts: FakeRepositoriesParts) {
    this.#parts = parts;
  }

  handlers() {
    const { linked } = this.#parts;
    const flat = async <T>(answer: Promise<Result<Result<T>>>): Promise<Result<T>> => {
      const told = await answer;
      return told.ok ? told.value : told;
    };
    return {
      list: ({ profile }: { profile: string }) => linked(profile, ({ repositories }) => repositories),
      inspect: ({ profile, repositories }: { profile: string; repositories: string[] }) =>
        linked(profile, ({ workingCopies }) =>
          repositories.map((id) => ({
            id,
            ...(workingCopies.get(id) ?? { changedCount: 0, aheadCount: 0, behindCount: 0 }),
          })),
        ),
      add: ({ profile, path }: OnPath) => flat(linked(profile, (host) => this.#add(host, path))),
      create: ({ profile, path }: OnPath) => flat(linked(profile, (host) => this.#create(host, path))),
      clone: (input: CloneInput) => this.#begin(input).follow(),
      clones: async ({ profile }: { profile: string }) => succeed(this.#clonesOn(this.#parts.host(profile))),
      followClone: (input: OnPath) => this.#followClone(input),
      cancelClone: ({ profile, path }: OnPath) =>
        linked(profile, () => {
          this.#cancelled.add(path);
          return { isCancelled: true };
        }),
      deployKey: ({ profile, url }: { profile: string; url: string }) =>
        linked(profile, ({ profile: { name } }) => ({
          publicKey: `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGq1v0yq0o2rP4r7sY2m7gkq4Jr0Q8e6h3n5tJcVb9Xz berth ${name} ${nameOf(url)}`,
          fingerprint: 'SHA256:Tg3nUu8Gv0mW7x5mGQ3r2pZk8c1yKfJd4sLw9eRbVtA',
          pageUrl: url.startsWith('git@github.com:')
            ? `https://github.com/${url.slice('git@github.com:'.length).replace(/\.git$/, '')}/settings/keys/new`
            : null,
        })),
      rename: ({ profile, repository, name }: OnRepository & { name: string }) =>
        flat(
          linked(profile, (host) =>
            this.#change(host, repository, (known) => ({ ...known, name: name || nameOf(known.path) })),
          ),
        ),
      remove: ({ profile, repository }: OnRepository) =>
        flat(linked(profile, (host) => this.#remove(host, repository))),
    };
  }

  #add(host: FakeHost, path: string): Result<Repository> {
    const known = host.repositories.find((repository) => repository.path === path);
    if (known !== undefined) return succeed(known);
    if (!host.unlistedPaths.includes(path)) {
      const message = `${path} is no git working copy.`;
      return fail('repository-not-found', 'input', message, 'Check the path, or make it a repository first.');
    }
    return succeed(this.#put(host, fakeRepository(path, { isAdded: true })));
  }

  #create(host: FakeHost, path: string): Result<Repository> {
    if (host.repositories.some((repository) => repository.path === path)) {
      return fail('repository-exists', 'input', `${path} is there already.`, 'Choose another folder.');
    }
    return succeed(this.#put(host, fakeRepository(path, { isAdded: true })));
  }

  #put(host: FakeHost, repository: Repository): Repository {
    host.repositories = [...host.repositories.filter(({ id }) => id !== repository.id), repository];
    return repository;
  }

  #change(host: FakeHost, reference: string, change: (known: Repository) => Repository): Result<Repository> {
    const known = host.repositories.find(({ id }) => id === reference);
    if (known !== undefined) return succeed(this.#put(host, change(known)));
    return fail('repository-not-found', 'input', `There is no repository "${reference}".`, 'Look again.');
  }

  #remove(host: FakeHost, reference: string): Result<{ id: string }> {
    if (host.instances.some(({ id, state }) => id === reference && state === 'running')) {
      const message = 'VS Code runs for this repository.';
      return fail('instance-running', 'input', message, 'Stop it, then remove it from the list.');
    }
    const gone = host.repositories.find(({ id }) => id === reference);
    host.repositories = host.repositories.filter((known) => known !== gone);
    if (gone !== undefined) host.unlistedPaths.push(gone.path);
    return succeed({ id: reference });
  }

  #begin(asked: CloneInput): FakeRun<Repository> {
    const run = new FakeRun(this.#clone(asked), () => this.#clones.delete(clone));
    const clone = { owner: this.#parts.host(asked.profile), asked, run };
    this.#clones.add(clone);
    return run;
  }

  #clonesOn(owner: FakeHost): RunningClone[] {
    return [...this.#clones]
      .filter((clone) => clone.owner === owner)
      .map(({ asked: { url, path, login }, run: { startedAtMs } }) => ({
        url,
        path,
        login: login?.kind ?? 'host',
        startedAtMs,
      }));
  }

  async *#followClone({ profile, path }: OnPath): AsyncGenerator<OperationItem<Repository>> {
    const owner = this.#parts.host(profile);
    const clone = [...this.#clones].find((one) => one.owner === owner && one.asked.path === path);
    if (clone !== undefined) yield* clone.run.follow();
  }

  async *#clone(input: CloneInput): AsyncGenerator<OperationItem<Repository>> {
    const { host, pauseStep } = this.#parts;
    const { profile, url, path, login, trustedFingerprint = null } = input;
    const owner = host(profile);
    this.#cancelled.delete(path);
    const step = (title: string, state: OperationStep['state'], more: { share?: number } = {}) =>
      ({ type: 'step', step: { stage: 'clone', title, state, atMs: Date.now(), ...more } }) as const;
    yield step('Asking the server it is cloned from', 'started');
    await pauseStep();
    const failure = owner.cloneFailures.get(url);
    const isOver =
      failure === undefined ||
      (failure.hostKey !== null && failure.hostKey.fingerprint === trustedFingerprint) ||
      (failure.kind === 'secret-needed' && login?.kind === 'token');
    if (!isOver) {
      yield step('Asking the server it is cloned from', 'undone');
      yield { type: 'failed', failure };
      return;
    }
    yield step('Asking the server it is cloned from', 'done');
    for (const [title, shares] of cloneParts) {
      yield step(title, 'started');
      for (const share of shares) {
        yield step(title, 'progress', { share });
        await pauseStep();
        while (owner.heldCloneShare === share && !this.#cancelled.has(path)) await pauseStep();
        if (!this.#cancelled.has(path)) continue;
        yield step(title, 'undone');
        const message = 'The clone was stopped, and what it had made is removed.';
        yield { type: 'failed', failure: fail('cancelled', 'clone', message, 'Clone it again when you like.').failure };
        return;
      }
      yield step(title, 'done');
    }
    yield { type: 'done', value: this.#put(owner, fakeRepository(path)) };
  }
}
