import type { Forward } from '../../../main/contract/forwards.ts';
import { portName } from '../../../main/contract/forwards.ts';
import { type Answer, ask, type Problem } from '../../api/problem.ts';
import type { ForwardPlace } from '../../features/ports/forwards-model.ts';
import type { PortActions } from '../../features/ports/table/port-actions.ts';
import { addressHere } from '../../features/ports/table/port-table.ts';
import type { BerthApp } from './berth-app.ts';
import { closeEditor } from './editor-flow.ts';
import { findTab, showRepository } from './layout-state.ts';

type WebPlace = ForwardPlace & { readonly address: string | null };

/** Brings a port here as a web page, unless it is. */
function forwardPage(app: BerthApp, { profileId, port, address }: WebPlace): Promise<Answer<Forward>> {
  return app.forwards.open({ profileId, port, address, kind: 'web', localPort: null });
}

/** Shows the page behind a port in a tab of its own. */
async function openInTab(app: BerthApp, place: WebPlace): Promise<void> {
  const { profileId, port } = place;
  const forwarded = await forwardPage(app, place);
  if (!forwarded.ok) return;
  const tabId = app.makeTabId();
  const repositoryId = portName(port);
  const known = findTab(app.layout.getState(), profileId, repositoryId);
  // Pressing Open again is also how a page that failed is tried again.
  if (known !== null && app.editors.store.getState()[known.tabId]?.phase === 'failed') app.editors.reset(known.tabId);
  app.layout.setState((layout) => showRepository(layout, { tabId, profileId, repositoryId }), true);
}

/** Shows the page behind a port in the user's browser. */
async function openInBrowser(app: BerthApp, place: WebPlace): Promise<void> {
  const { profileId, port } = place;
  const forwarded = await forwardPage(app, place);
  if (!forwarded.ok) return;
  if (app.shellInfo.getState()?.editorHost === 'view') {
    const { views } = app.session.client;
    const opened = await ask(() => views.browse({ profileId, instanceId: portName(port) }));
    if (!opened.ok) app.forwards.setProblem(place, opened.failure);
    return;
  }
  const entry = await app.forwards.enter(forwarded.value);
  if (entry.ok && !openWindow(entry.value.entryUrl)) app.forwards.setProblem(place, noWindow);
}

/** A window without a way back to this page; false where the browser does not let one be opened. */
function openWindow(url: string): boolean {
  const opened = window.open('about:blank', '_blank');
  if (opened === null) return false;
  opened.opener = null;
  opened.location.replace(url);
  return true;
}

const noWindow: Problem = {
  kind: 'unavailable',
  stage: 'app',
  message: 'The browser did not let Berth open a new tab.',
  nextStep: 'Allow pop-ups for this page, then try again.',
  detail: null,
  hostKey: null,
  secretKind: null,
  jump: null,
};

/** The tab goes first: one that is there and shown would bring the port back. A page that the user stays on keeps its port. */
async function stop(app: BerthApp, forward: Forward): Promise<void> {
  const tab = findTab(app.layout.getState(), forward.profileId, portName(forward.port));
  if (forward.kind === 'web' && tab !== null && !(await closeEditor(app, tab.tabId))) return;
  await app.forwards.close(forward);
  app.announcement.setState(`Port ${forward.port} is not forwarded any more.`, true);
}

/** What the buttons of a host's ports do, and what the footer says when it is done. */
export function portActions(app: BerthApp): PortActions {
  const say = (words: string) => app.announcement.setState(words, true);
  return {
    forward: async (wish) => {
      const answer = await app.forwards.open(wish);
      if (answer.ok) say(`Port ${wish.port} is here as ${addressHere(answer.value)}.`);
      return answer;
    },
    openInTab: (place) => void openInTab(app, place),
    openInBrowser: (place) => void openInBrowser(app, place),
    copy: (text) =>
      void (navigator.clipboard?.writeText(text) ?? Promise.reject(new Error('no clipboard'))).then(
        () => say(`${text} is copied.`),
        () => say(`Not allowed to copy: ${text}`),
      ),
    remember: (forward, repositoryId) => void app.forwards.remember(forward, repositoryId),
    stop: (forward) => void stop(app, forward),
    dismiss: (place) => app.forwards.setProblem(place, null),
  };
}
