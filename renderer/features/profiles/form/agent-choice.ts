/** Where the keys of an SSH agent come from, as people know it. */
export type AgentKind = 'machine' | 'onepassword' | 'pageant' | 'path';

/** What the profile calls PuTTY's agent. */
const pageant = 'pageant';
/** Where 1Password puts its socket; on Windows it takes the place of the machine's own agent. */
const onePasswordSockets = {
  mac: '~/Library/Group Containers/2BUA8C4S2C.com.1password/t/agent.sock',
  other: '~/.1password/agent.sock',
} as const;

/** The choices that make sense on a machine; `platform` is the browser's word for it. */
export function agentKinds(platform: string): readonly AgentKind[] {
  return /^Win/i.test(platform) ? ['machine', 'pageant', 'path'] : ['machine', 'onepassword', 'path'];
}

/** The path that a profile keeps for a choice; null is the machine's own agent. */
export function agentPathOf(kind: AgentKind, typedPath: string, platform: string): string | null {
  if (kind === 'machine') return null;
  if (kind === 'pageant') return pageant;
  if (kind === 'path') return typedPath;
  return /^Mac/i.test(platform) ? onePasswordSockets.mac : onePasswordSockets.other;
}

/** The choice that a saved path stands for. */
export function agentKindOf(agentPath: string | null): AgentKind {
  if (agentPath === null) return 'machine';
  if (agentPath === pageant) return 'pageant';
  return Object.values<string>(onePasswordSockets).includes(agentPath) ? 'onepassword' : 'path';
}

export const agentLabels: Readonly<Record<AgentKind, string>> = {
  machine: 'This computer’s agent',
  onepassword: '1Password',
  pageant: 'Pageant',
  path: 'Another socket',
};
