import { lazy, Suspense, useCallback, useMemo } from 'react';
import { useStore } from 'zustand';
import { ask } from '../../api/problem.ts';
import { LinkPanel } from '../../features/link/LinkPanel.tsx';
import { ErrorBoundary } from '../../ui/ErrorBoundary.tsx';
import { useIsPhone } from '../../ui/use-is-phone.ts';
import { Waiting } from '../../ui/Waiting.tsx';
import { useKeyWordsOf } from '../commands/use-key-words.ts';
import { closeEditor } from '../model/editor-flow.ts';
import { type EditorTabInfo, showTab } from '../model/layout-state.ts';
import { openShell } from '../model/session-flow.ts';
import { paneOf } from '../model/tabs/panes.ts';
import { terminalOfTab } from '../model/tabs/session-tabs.ts';
import { isTabShown } from '../model/tabs/view-flow.ts';
import { readSize, removeEnded, resumeSession, showOnceMore } from '../model/terminal-flow.ts';
import { useBerth, useLinkView } from '../use-berth.ts';
import { LinkNotice } from './LinkNotice.tsx';
import { panelId } from './tab-ids.ts';
import { useHasBeenLinked } from './use-has-been-linked.ts';
import { useStartAgain } from './use-start-again.ts';
import { useToldSession } from './use-told-session.ts';

/** Large, and of no use before somebody looks at a terminal. */
const TerminalView = lazy(async () => {
  const { TerminalView: view } = await import('../../features/terminal/TerminalView.tsx');
  return { default: view };
});

interface TerminalTabProps {
  readonly tab: EditorTabInfo;
  readonly name: string;
}

/** The tab of a terminal or agent: its terminal once the link is there, and until then what the link does. */
export function TerminalTab({ tab, name }: TerminalTabProps) {
  const app = useBerth();
  const { tabId, profileId, repositoryId } = tab;
  const target = useMemo(() => terminalOfTab(repositoryId), [repositoryId]);
  const sessionId = target?.kind === 'session' ? target.sessionId : null;
  const path = target?.kind === 'shell' ? target.path : null;
  const isPhone = useIsPhone();
  const pane = useStore(app.layout, (layout) => paneOf(layout, tabId, !isPhone));
  const isActive = useStore(app.layout, ({ activeTabId }) => activeTabId === tabId);
  const used = useStore(app.chords.store, (state) => state.used);
  const shell = useStore(app.shellInfo, (info) => info?.shell);
  const profile = useStore(app.profiles.store, (state) => state.profiles.find(({ id }) => id === profileId));
  const host = useStore(app.sessions.store, (state) => state[profileId]);
  const told = useToldSession(tab);
  const link = useLinkView(profileId);
  const isBerthLost = useStore(app.session.store, (state) => state === 'lost');
  const isLinked = link.kind === 'connected' && !isBerthLost;
  const hasBeenLinked = useHasBeenLinked(isLinked && pane !== null);
  const keysOf = useKeyWordsOf();
  const leave = keysOf('place-1');

  const isOwnChord = useCallback((chord: string) => used.some(({ everywhere }) => everywhere === chord), [used]);
  const readHistory = useCallback(
    (historyLines: number) =>
      ask(() => app.session.client.sessions.capture({ profile: profileId, session: sessionId ?? '', historyLines })),
    [app, profileId, sessionId],
  );
  const readOtherSize = useCallback(
    () => (sessionId === null ? Promise.resolve() : readSize(app, profileId, sessionId)),
    [app, profileId, sessionId],
  );
  const ended = told?.state === 'dead' ? told : null;
  const again = useStartAgain(profileId, ended);
  return (
    <section
      id={panelId(tabId)}
      className="editor-tab terminal-tab"
      data-pane={pane ?? 'none'}
      data-active={isActive}
      data-testid={`terminal-${name}`}
      aria-label={`Terminal ${name}`}
      inert={pane === null}
      onFocus={() => {
        if (!isActive && pane !== null) app.layout.setState((layout) => showTab(layout, tabId), true);
      }}
    >
      <h1 className="hidden-text">Terminal {name}</h1>
      {hasBeenLinked && sessionId !== null && <LinkNotice profileId={profileId} isPage={false} />}
      {!hasBeenLinked && profile !== undefined && (
        <div className="editor-panel">
          <LinkPanel
            model={app.link}
            profile={profile}
            view={link}
            onEdit={() => app.dialog.setState({ kind: 'edit', profile }, true)}
            onExplain={() => app.connection.open(profileId)}
          />
        </div>
      )}
      {hasBeenLinked && (
        <ErrorBoundary name={`The terminal ${name}`}>
          <Suspense
            fallback={
              <div className="editor-panel">
                <Waiting words="Opening the terminal…" />
              </div>
            }
          >
            <TerminalView
              page={app.session}
              clock={app.clock}
              profileId={profileId}
              sessionId={sessionId}
              path={path}
              name={name}
              leaveKeys={leave === '' ? '' : `${leave} leads back to the server’s page`}
              isShown={pane !== null}
              isActive={isActive}
              isLinked={isLinked}
              told={told}
              isTmuxMissing={host?.list?.keeping.tmuxVersion === null}
              isBusy={again.isRunning || (sessionId !== null && host?.operations[sessionId]?.isRunning === true)}
              failedAgain={again.problem}
              settings={app.terminalSettings}
              system={app.chords.system}
              isAskedByShell={shell === 'electron'}
              isOwnChord={isOwnChord}
              readHistory={readHistory}
              readOtherSize={readOtherSize}
              actions={{
                onTitle: (title) => app.terminalSigns.takeTitle(tabId, title),
                onBell: () => app.terminalSigns.ring(tabId, isTabShown(app, tabId)),
                say: (words) => app.announcement.setState(words, true),
                onSetup: () => void app.setup.open(profileId),
                onShell: () => openShell(app, profileId, told?.path ?? path),
                onClose: () => void closeEditor(app, tabId),
                onAnother: sessionId === null ? null : () => showOnceMore(app, tab),
                onSettings: () => app.settings.open('terminal'),
                onStartAgain: again.start,
                onResume: ended?.isResumable === true ? () => resumeSession(app, profileId, ended) : undefined,
                onRemove: ended === null ? undefined : () => void removeEnded(app, tab, ended),
              }}
            />
          </Suspense>
        </ErrorBoundary>
      )}
    </section>
  );
}
