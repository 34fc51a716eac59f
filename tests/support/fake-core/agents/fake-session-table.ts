import { type Failure, fail, type Result, succeed } from '../../../../main/contract/failure.ts';
import type { HostStatus } from '../../../../main/contract/hosts.ts';
import type { Session } from '../../../../main/contract/session-words.ts';
import type { FakeHost } from '../fake-hosts.ts';
import { Topic } from '../topic.ts';
import { startEchoShell } from './echo-shell.ts';
import { type FakeAgent, startFakeAgent } from './fake-agent.ts';
import { FakeAttaching } from './fake-attaching.ts';
import type { FakePresets } from './fake-presets.ts';
import { fakeSession } from './fake-session.ts';
import { FakeTerminal } from './fake-terminal.ts';

/** What the fake sessions need of the other fakes. */
export interface FakeSessionsParts {
  readonly host: (reference: string) => FakeHost;
  readonly linked: <T>(reference: string, answer: (host: FakeHost) => T) => Promise<Result<T>>;
  readonly connectTo: (reference: string) => Promise<Result<HostStatus>>;
  readonly statusOf: (profileId: string) => HostStatus;
  readonly availableBytes: (host: FakeHost) => number;
  readonly presets: FakePresets;
  readonly pauseStep: () => Promise<void>;
}

/** What can be made to fail once. */
export type FakeMethod =
  | 'start'
  | 'resume'
  | 'stop'
  | 'rename'
  | 'send'
  | 'keys'
  | 'capture'
  | 'transcript'
  | 'configureHooks';

interface HostSessions {
  readonly topic: Topic<readonly Session[]>;
  readonly terminals: Map<string, FakeTerminal>;
  readonly agents: Map<string, FakeAgent>;
  readonly shells: FakeTerminal[];
}

export const unknownSession = (reference: string) =>
  fail('session-not-found', 'tmux', `There is no session ${reference}.`, 'Look at the list of sessions.');

/** What runs on fake hosts, and the cues by which a test changes it. */
export class FakeSessionTable {
  protected readonly parts: FakeSessionsParts;
  protected readonly attaching: FakeAttaching;
  readonly #hosts = new Map<string, HostSessions>();
  readonly #failures = new Map<FakeMethod, Failure>();

  constructor(parts: FakeSessionsParts) {
    this.parts = parts;
    this.attaching = new FakeAttaching({
      connect: async (reference) => {
        const way = await parts.connectTo(reference);
        return way.ok ? succeed(way.value.profileId) : way;
      },
      statusOf: parts.statusOf,
      terminalOf: (profileId, session, path) => this.#attachable(profileId, session, path),
      onViews: (profileId, terminal) => this.#noteViews(profileId, terminal),
    });
  }

  /** Lets everybody look again, such as after a change of a link. */
  wake(): void {
    this.attaching.wake();
    for (const { topic } of this.#hosts.values()) topic.publish([...topic.value]);
  }

  /** Adds a session as if somebody had started it elsewhere. */
  add(profileId: string, part: Partial<Session> & Pick<Session, 'id'>): Session {
    const { topic } = this.of(profileId);
    const made = fakeSession(part);
    topic.publish([...topic.value.filter(({ id }) => id !== made.id), made]);
    return made;
  }

  /** Changes a session as if it happened on the host; with another state, it was entered now. */
  set(profileId: string, id: string, part: Partial<Session>): Session {
    const { topic } = this.of(profileId);
    const known = this.get(profileId, id);
    const isEntered = part.state !== undefined && part.state !== known.state;
    const next = { ...known, ...(isEntered ? { stateSinceMs: Date.now() } : {}), ...part };
    topic.publish(topic.value.map((one) => (one === known ? next : one)));
    return next;
  }

  get(profileId: string, id: string): Session {
    const found = this.of(profileId).topic.value.find((one) => one.id === id);
    if (found === undefined) throw new Error(`The fake has no session ${id}`);
    return found;
  }

  list(profileId: string): readonly Session[] {
    return this.of(profileId).topic.value;
  }

  /** Its terminal: what was typed, and a way to print. */
  terminal(profileId: string, id: string): FakeTerminal {
    return this.#terminalOf(profileId, this.get(profileId, id));
  }

  /** The plain shells that were opened on a host, in turn. */
  shells(profileId: string): readonly FakeTerminal[] {
    return this.of(profileId).shells;
  }

  /** Lets an agent ask, on its screen and in its state. */
  ask(profileId: string, id: string, question: string, part: Partial<Session> = {}): void {
    this.agent(profileId, id).ask(question);
    this.set(profileId, id, { state: 'waiting', stateSource: 'hook', stateDetail: question, ...part });
  }

  work(profileId: string, id: string, what: string, part: Partial<Session> = {}): void {
    this.agent(profileId, id).work(what);
    this.set(profileId, id, { state: 'working', stateSource: 'screen', stateDetail: what, ...part });
  }

  finish(profileId: string, id: string, answer: string, part: Partial<Session> = {}): void {
    this.agent(profileId, id).finish(answer);
    this.set(profileId, id, { state: 'done', stateSource: 'hook', stateDetail: answer, ...part });
  }

  /** Ends the program of a session; its screen stays. */
  die(profileId: string, id: string, part: Partial<Session> = { exitCode: 1 }): void {
    const { exitCode = null, exitSignal = null } = part;
    const terminal = this.terminal(profileId, id);
    terminal.setFlood(null);
    const how = exitSignal === null ? `status ${exitCode}` : `signal ${exitSignal}`;
    terminal.print(`\r\nPane is dead (${how}, ${new Date().toUTCString()})`);
    const none = { memoryBytes: null, processorMs: null, processorShare: null, stateDetail: null };
    this.set(profileId, id, { ...none, state: 'dead', stateSource: 'exit', endedAtMs: Date.now(), ...part });
  }

  agent(profileId: string, id: string): FakeAgent {
    this.terminal(profileId, id);
    const agent = this.of(profileId).agents.get(id);
    if (agent === undefined) throw new Error(`The session ${id} is no agent`);
    return agent;
  }

  /** Lets the next call of a method fail. */
  failNext(method: FakeMethod, failure: Failure): void {
    this.#failures.set(method, failure);
  }

  protected of(profileId: string): HostSessions {
    const known = this.#hosts.get(profileId) ?? {
      topic: new Topic<readonly Session[]>(this.parts.host(profileId).sessions ?? []),
      terminals: new Map<string, FakeTerminal>(),
      agents: new Map<string, FakeAgent>(),
      shells: [],
    };
    this.#hosts.set(profileId, known);
    return known;
  }

  protected takeFailure(method: FakeMethod): Failure | null {
    const failure = this.#failures.get(method) ?? null;
    this.#failures.delete(method);
    return failure;
  }

  protected find(profileId: string, reference: string): Session | undefined {
    return this.of(profileId).topic.value.find(({ id, title }) => id === reference || title === reference);
  }

  #attachable(profileId: string, reference: string | null, path: string | null): Result<FakeTerminal> {
    if (reference !== null) {
      const known = this.find(profileId, reference);
      return known === undefined ? unknownSession(reference) : succeed(this.#terminalOf(profileId, known));
    }
    const terminal = new FakeTerminal({ columns: 80, rows: 24 });
    this.of(profileId).shells.push(terminal);
    const onExit = () => this.attaching.close(terminal);
    const host = this.parts.host(profileId).profile.name;
    terminal.run(startEchoShell({ terminal, host, path: path ?? '~', onState: () => undefined, onExit }));
    return succeed(terminal);
  }

  #terminalOf(profileId: string, known: Session): FakeTerminal {
    const { terminals, agents } = this.of(profileId);
    const there = terminals.get(known.id);
    if (there !== undefined) return there;
    const { id, path, columns, rows } = known;
    const terminal = new FakeTerminal({ columns, rows });
    terminals.set(id, terminal);
    const onExit = (exitCode: number) => this.die(profileId, id, { exitCode });
    if (known.kind === 'agent') {
      const onState = (state: 'working' | 'done', detail: string | null) =>
        this.set(profileId, id, { state, stateSource: 'screen', stateDetail: detail });
      const agent = startFakeAgent({ terminal, path, onState, onExit });
      agents.set(id, agent);
      terminal.run(agent);
      if (known.state === 'waiting') agent.ask(known.stateDetail ?? 'Go on?');
      if (known.state === 'working') agent.work(known.stateDetail ?? 'Thinking');
    } else {
      const onState = (state: 'working' | 'done') => this.set(profileId, id, { state, stateSource: 'processes' });
      terminal.run(startEchoShell({ terminal, host: this.parts.host(profileId).profile.name, path, onState, onExit }));
    }
    return terminal;
  }

  #noteViews(profileId: string, terminal: FakeTerminal): void {
    for (const [id, known] of this.of(profileId).terminals) {
      if (known === terminal && this.list(profileId).some((one) => one.id === id)) {
        this.set(profileId, id, { viewerCount: terminal.views.size, ...terminal.size });
      }
    }
  }
}
