import type { AgentKind } from '../../../main/contract/session-words.ts';

/** What the agents are called that Berth knows. */
export const agentNames: Readonly<Record<AgentKind, string>> = {
  'claude-code': 'Claude Code',
  codex: 'Codex',
  gemini: 'Gemini CLI',
  opencode: 'opencode',
  other: 'Any other program',
};
