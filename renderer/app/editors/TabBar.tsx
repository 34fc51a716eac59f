import { Rows3 } from 'lucide-react';
import type { WheelEvent } from 'react';
import { useStore } from 'zustand';
import type { Profile } from '../../../main/contract/profiles.ts';
import { LinkMark, linkWord } from '../../features/link/LinkMark.tsx';
import { useKeyWords } from '../commands/use-key-words.ts';
import { openHost } from '../model/editor-flow.ts';
import { showFleet } from '../model/layout-state.ts';
import { useBerth, useLinkView, useSelectedProfile } from '../use-berth.ts';
import { EditorTabItem } from './EditorTabItem.tsx';
import { Tab } from './Tab.tsx';
import { HOST_PANEL_ID, panelId, tabElementId } from './tab-ids.ts';
import { useShownInView } from './use-shown-in-view.ts';
import { useTabNames } from './use-tab-names.ts';

/** The host's page and one tab per open editor. A tab keeps its place and its width whatever its state does. */
export function TabBar() {
  const { layout, profiles } = useBerth();
  const { tabs, activeTabId } = useStore(layout);
  const bar = useShownInView(activeTabId, tabs);
  const profile = useSelectedProfile();
  const names = useTabNames();
  const isFleet = useStore(profiles.store, (state) => profile === null && state.profiles.length > 0);
  const owned = [...(profile === null && !isFleet ? [] : [HOST_PANEL_ID]), ...tabs.map(({ tabId }) => panelId(tabId))];
  return (
    <div ref={bar} className="tabs" onWheel={scrollSideways}>
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
      hint={useKeyWords('fleet')}
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
      hint={[linkWord(view), useKeyWords('place-1')].filter((part) => part !== '').join(' · ')}
      color={color}
      isShown={isShown}
      onShow={() => openHost(app, profileId)}
    >
      <LinkMark view={view} />
    </Tab>
  );
}

/** A wheel that turns one way only moves the tabs, which lie side by side. */
function scrollSideways({ currentTarget, deltaX, deltaY }: WheelEvent<HTMLElement>): void {
  if (deltaX === 0) currentTarget.scrollLeft += deltaY;
}
