import { Rows3 } from 'lucide-react';
import { useStore } from 'zustand';
import type { Profile } from '../../../main/contract/profiles.ts';
import { LinkMark, linkWord } from '../../features/link/LinkMark.tsx';
import { stateWords } from '../../features/repositories/list/state-line.ts';
import { StateMark } from '../../ui/StateMark.tsx';
import { closeEditor, openHost } from '../model/editor-flow.ts';
import { type EditorTabInfo, showFleet, showTab } from '../model/layout-state.ts';
import { useBerth, useLinkView, useSelectedProfile } from '../use-berth.ts';
import { Tab } from './Tab.tsx';
import { HOST_PANEL_ID, panelId } from './tab-ids.ts';
import { useTabNames } from './use-tab-names.ts';
import { useTabState } from './use-tab-state.ts';

/** The host's page and one tab per open editor. A tab keeps its place and its width whatever its state does. */
export function TabBar() {
  const { layout, profiles } = useBerth();
  const { tabs } = useStore(layout);
  const profile = useSelectedProfile();
  const names = useTabNames();
  const isFleet = useStore(profiles.store, (state) => profile === null && state.profiles.length > 0);
  const owned = [...(profile === null && !isFleet ? [] : [HOST_PANEL_ID]), ...tabs.map(({ tabId }) => panelId(tabId))];
  return (
    <div className="tabs">
      {/* The list owns the tabs but not their close buttons, which may not be inside of it. */}
      {owned.length > 0 && <div role="tablist" aria-label="Tabs" aria-owns={owned.map(tabElementId).join(' ')} />}
      {profile !== null && <HostTab profile={profile} />}
      {isFleet && <FleetTab />}
      {tabs.map((tab, index) => (
        <EditorTabItem key={tab.tabId} tab={tab} name={names.get(tab.tabId) ?? tab.repositoryId} place={index + 2} />
      ))}
    </div>
  );
}

const tabElementId = (panel: string) => `${panel}-tab`;

/** Where the tab of the selected host is otherwise. */
function FleetTab() {
  const { layout } = useBerth();
  const isShown = useStore(layout, ({ activeTabId }) => activeTabId === null);
  return (
    <Tab
      id={tabElementId(HOST_PANEL_ID)}
      panel={HOST_PANEL_ID}
      testId="tab-fleet"
      name="All servers"
      color="none"
      hint="Alt+0"
      isShown={isShown}
      onShow={() => layout.setState(showFleet, true)}
    >
      <Rows3 size={12} aria-hidden="true" />
    </Tab>
  );
}

function HostTab({ profile: { id: profileId, name, color } }: { readonly profile: Profile }) {
  const app = useBerth();
  const isShown = useStore(app.layout, ({ activeTabId }) => activeTabId === null);
  const view = useLinkView(profileId);
  return (
    <Tab
      id={tabElementId(HOST_PANEL_ID)}
      panel={HOST_PANEL_ID}
      testId="tab-host"
      name={name}
      hint={`${linkWord(view)} · Alt+1`}
      color={color}
      isShown={isShown}
      onShow={() => openHost(app, profileId)}
    >
      <LinkMark view={view} />
    </Tab>
  );
}

interface EditorTabItemProps {
  readonly tab: EditorTabInfo;
  readonly name: string;
  readonly place: number;
}

function EditorTabItem({ tab, name, place }: EditorTabItemProps) {
  const app = useBerth();
  const { tabId, profileId, repositoryId } = tab;
  const isShown = useStore(app.layout, ({ activeTabId }) => activeTabId === tabId);
  const state = useTabState(tab);
  const color = useStore(app.profiles.store, ({ profiles }) => profiles.find(({ id }) => id === profileId)?.color);
  return (
    <Tab
      id={tabElementId(panelId(tabId))}
      panel={panelId(tabId)}
      testId={`tab-${repositoryId}`}
      name={name}
      hint={place <= 9 ? `${stateWords[state]} · Alt+${place} outside the editor` : stateWords[state]}
      color={color ?? 'none'}
      isShown={isShown}
      onShow={() => app.layout.setState((layout) => showTab(layout, tabId), true)}
      onClose={() => closeEditor(app, tabId)}
    >
      <StateMark state={state} />
    </Tab>
  );
}
