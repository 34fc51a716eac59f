import type { Session, SessionKeeping, SessionSettings } from '../../../../main/contract/session-words.ts';
import type { HookStatus } from '../../../../main/contract/sessions.ts';

const mebi = 1024 ** 2;
const minuteMs = 60_000;

/** What of a fake host its sessions are about; left out, it has none and can keep them. */
export interface FakeSessionPart {
  sessions?: Session[];
  keeping?: Partial<SessionKeeping>;
  sessionSettings?: SessionSettings;
  hooks?: HookStatus[];
}

/** A host that keeps sessions as well as a host can. */
export const soundKeeping: SessionKeeping = {
  tmuxVersion: '3.3a',
  server: 'running',
  serverPid: 3120,
  outlivesLogout: true,
  limitsMemory: true,
  message: 'Terminals and agents go on after the last logout, and each agent has a memory limit of its own.',
  nextStep: null,
};

/** A host without tmux: a terminal there ends with the link. */
export const keepingWithoutTmux: SessionKeeping = {
  ...soundKeeping,
  tmuxVersion: null,
  server: 'none',
  serverPid: null,
  outlivesLogout: null,
  message: 'tmux is not on this server, so a terminal ends with the link and no agent can be started.',
  nextStep: 'Install tmux by the setup of this server.',
};

export const plainSessionSettings: SessionSettings = { mostAgents: 2, mostAgentsOfAll: 4, idleStopMinutes: 0 };

export const plainHooks: readonly HookStatus[] = [
  { agent: 'claude-code', state: 'missing', file: '/home/deploy/.claude/settings.json' },
  { agent: 'codex', state: 'unsupported', file: null },
  { agent: 'gemini', state: 'unsupported', file: null },
  { agent: 'opencode', state: 'unsupported', file: null },
];

/** A terminal at its prompt, but for what `part` says; with `kind: 'agent'` a Claude Code that has finished its turn. */
export function fakeSession(part: Partial<Session> & Pick<Session, 'id'>): Session {
  const nowMs = Date.now();
  const isAgent = part.kind === 'agent';
  const isDead = part.state === 'dead';
  return {
    title: part.id,
    kind: 'terminal',
    agent: isAgent ? 'claude-code' : null,
    preset: isAgent ? 'Claude Code' : null,
    model: null,
    instanceId: null,
    repository: null,
    path: part.repository == null ? '/home/deploy' : `/var/www/github/${part.repository}`,
    worktreeBranch: null,
    state: 'done',
    stateSource: isDead ? 'exit' : isAgent ? 'screen' : 'processes',
    stateSinceMs: nowMs - 2 * minuteMs,
    stateDetail: null,
    trouble: null,
    startedAtMs: nowMs - 40 * minuteMs,
    activeAtMs: nowMs - 2 * minuteMs,
    exitCode: null,
    exitSignal: null,
    endedAtMs: isDead ? nowMs - 2 * minuteMs : null,
    memoryBytes: isDead ? null : isAgent ? 312 * mebi : 6 * mebi,
    processorMs: isDead ? null : 41_000,
    processorShare: isDead ? null : 0,
    memoryLimitBytes: isAgent ? 1536 * mebi : null,
    expectedMemoryBytes: isAgent ? 384 * mebi : null,
    viewerCount: 0,
    columns: 160,
    rows: 44,
    hasHooks: false,
    isResumable: isAgent,
    ...part,
  };
}

const onRepository = (name: string) => ({
  instanceId: name,
  repository: name,
  path: `/var/www/github/${name}`,
});

/** One session in each state, as pictures and the board's tests show them. */
export function variousSessions(nowMs: number): Session[] {
  const since = (minutes: number) => nowMs - minutes * minuteMs;
  return [
    fakeSession({
      id: 'attention-mask',
      title: 'Attention mask',
      kind: 'agent',
      ...onRepository('pytorch-transformers'),
      model: 'opus',
      worktreeBranch: 'agents/attention-mask',
      path: '/var/www/github/pytorch-transformers.attention-mask',
      state: 'waiting',
      stateSource: 'hook',
      stateSinceMs: since(3),
      stateDetail: 'Run pytest tests/test_attention.py?',
      hasHooks: true,
      memoryBytes: 488 * mebi,
      viewerCount: 1,
    }),
    fakeSession({
      id: 'retry-queue',
      title: 'Retry queue',
      kind: 'agent',
      ...onRepository('actmcp'),
      model: 'sonnet',
      state: 'working',
      stateSource: 'screen',
      stateSinceMs: since(11),
      stateDetail: 'Writing tests for the retry queue',
      memoryBytes: 1271 * mebi,
      processorShare: 0.64,
    }),
    fakeSession({
      id: 'fix-links',
      title: 'Fix links',
      kind: 'agent',
      agent: 'codex',
      preset: 'Codex',
      ...onRepository('landing-page'),
      state: 'dead',
      stateSinceMs: since(25),
      endedAtMs: since(25),
      exitSignal: 'SIGKILL',
      trouble: 'memory',
      stateDetail: 'It took more memory than it may have.',
    }),
    fakeSession({
      id: 'upgrade-deps',
      title: 'Upgrade dependencies',
      kind: 'agent',
      agent: 'gemini',
      preset: 'Gemini CLI',
      ...onRepository('actmcp'),
      state: 'done',
      stateSource: 'bell',
      stateSinceMs: since(48),
      trouble: 'usage-limit',
      stateDetail: 'The limit is reset at 15:00.',
      isResumable: false,
    }),
    fakeSession({ id: 'shell', title: 'Shell', ...onRepository('actmcp'), viewerCount: 1 }),
    fakeSession({
      id: 'backup',
      title: 'Backup',
      state: 'working',
      stateSource: 'activity',
      stateSinceMs: since(7),
      processorShare: 0.2,
    }),
    fakeSession({ id: 'old-shell', title: 'Old shell', state: 'unknown', stateSource: 'none', stateSinceMs: null }),
  ];
}
