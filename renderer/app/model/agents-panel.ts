import type { Problem } from '../../api/problem.ts';
import type { BerthApp } from './berth-app.ts';
import { findTab, partnerOf } from './layout-state.ts';
import { openSession } from './session-flow.ts';
import { sessionTab } from './tabs/session-tabs.ts';

/** What about terminals and agents is open above the page. */
export type AgentsPanel =
  | { readonly kind: 'none' }
  | StartPanel
  | { readonly kind: 'talk' | 'rename'; readonly profileId: string; readonly sessionId: string }
  /** `back` is what is shown again afterwards. */
  | {
      readonly kind: 'stop';
      readonly profileId: string;
      readonly sessionId: string;
      readonly back: StartPanel | null;
    }
  | { readonly kind: 'hooks' | 'limits'; readonly profileId: string }
  | { readonly kind: 'presets'; readonly back: StartPanel | null };

/** The form for a new session. */
export interface StartPanel {
  readonly kind: 'start';
  readonly profileId: string;
  /** Chosen at first; null is the host. */
  readonly repositoryId: string | null;
  readonly what: 'agent' | 'terminal';
  /** Why the same start failed just now. */
  readonly problem: Problem | null;
}

type Parts = Pick<BerthApp, 'agents' | 'sessions' | 'announcement' | 'layout' | 'makeTabId'>;

/** Starts a terminal where nothing has to be asked, and shows it; what fails opens the form with the reason. */
export async function startTerminal(app: Parts, profileId: string, repositoryId: string | null): Promise<void> {
  app.announcement.setState('Starting a terminal…', true);
  const answer = await app.sessions.start(profileId, { repository: repositoryId });
  if (answer.ok) {
    app.announcement.setState(`The terminal ${answer.value.title} runs; it goes on without Berth.`, true);
    openSession(app, profileId, answer.value.id);
    return;
  }
  app.announcement.setState(answer.failure.message, true);
  app.agents.setState({ kind: 'start', profileId, repositoryId, what: 'terminal', problem: answer.failure }, true);
}

/** Opens the form for a new agent. */
export function askForAgent({ agents }: Parts, profileId: string, repositoryId: string | null): void {
  agents.setState({ kind: 'start', profileId, repositoryId, what: 'agent', problem: null }, true);
}

/** As narrow as the style sheets call a phone. */
const phone = '(max-width: 700px)';

/** Shows a session where somebody sees it best: an agent on a phone as text with a field to answer, else its terminal. */
export function showSession(app: Parts, profileId: string, sessionId: string): void {
  const isTerminal = app.sessions.find(profileId, sessionId)?.kind === 'terminal';
  const isNarrow = typeof matchMedia === 'function' && matchMedia(phone).matches;
  if (isTerminal || !isNarrow) openSession(app, profileId, sessionId);
  else app.agents.setState({ kind: 'talk', profileId, sessionId }, true);
}

/** Whether a session is what is looked at: in the tab that is shown or the one beside it, or as text. */
export function isSessionShown({ agents, layout }: Parts, profileId: string, sessionId: string): boolean {
  const panel = agents.getState();
  if (panel.kind === 'talk' && panel.profileId === profileId && panel.sessionId === sessionId) return true;
  const shown = layout.getState();
  const tab = findTab(shown, profileId, sessionTab(sessionId));
  if (tab === null || shown.activeTabId === null) return false;
  return tab.tabId === shown.activeTabId || tab.tabId === partnerOf(shown, shown.activeTabId);
}
