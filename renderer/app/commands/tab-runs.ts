import type { CommandId } from '../../../main/contract/commands.ts';
import { ask } from '../../api/problem.ts';
import type { BerthApp } from '../model/berth-app.ts';
import { showPlace } from '../model/layout-state.ts';
import * as tabs from '../model/tab-commands.ts';
import type { CommandPart } from './run-command.ts';

type OnTab =
  | 'close-tab'
  | 'close-others'
  | 'pin-tab'
  | 'split-tab'
  | 'other-pane'
  | 'move-tab-left'
  | 'move-tab-right'
  | 'copy-link'
  | 'find'
  | 'reload';
type OnTabs = 'tab-next' | 'tab-previous' | 'reopen-tab' | 'zoom-in' | 'zoom-out' | 'zoom-reset';
type OnPlace = Extract<CommandId, `place-${string}`>;

const hasTab = ({ layout }: BerthApp) => layout.getState().activeTabId !== null;

const onTab = (run: CommandPart['run']): CommandPart => ({
  run,
  whyNot: (app) => (hasTab(app) ? null : 'Open a repository first.'),
});

const place = (number: number): CommandPart => ({
  run: ({ layout }) => layout.setState((state) => showPlace(state, number), true),
  whyNot: ({ layout }) => (number - 1 <= layout.getState().tabs.length ? null : `There is no tab ${number}.`),
});

/** The shown tab, or Berth's own page where none is shown. */
const zoom = (step: 'in' | 'out' | 'reset'): CommandPart => ({
  async run(app) {
    if (hasTab(app)) return tabs.zoomTab(app, step);
    const answer = await ask(() => app.session.client.shell.zoomPage({ step }));
    const words = answer.ok
      ? `Zoom of this page: ${Math.round(answer.value.zoomFactor * 100)} %`
      : answer.failure.message;
    app.announcement.setState(words, true);
  },
  whyNot: ({ shellInfo }) =>
    shellInfo.getState()?.shell === 'electron' ? null : 'Here the browser’s own zoom does this.',
});

/** The commands about tabs, done as their menu does them. */
export const tabRuns: Readonly<Record<OnTab | OnTabs | OnPlace, CommandPart>> = {
  'place-1': place(1),
  'place-2': place(2),
  'place-3': place(3),
  'place-4': place(4),
  'place-5': place(5),
  'place-6': place(6),
  'place-7': place(7),
  'place-8': place(8),
  'place-9': place(9),
  'tab-next': { run: (app) => tabs.showNextTab(app, 1) },
  'tab-previous': { run: (app) => tabs.showNextTab(app, -1) },
  'close-tab': onTab(tabs.closeShownTab),
  'close-others': onTab((app) => tabs.closeOthers(app)),
  'reopen-tab': {
    run: tabs.reopenTab,
    whyNot: ({ layout }) => (layout.getState().closedTabs.length > 0 ? null : 'No tab was closed.'),
  },
  'pin-tab': onTab((app) => tabs.togglePin(app)),
  'split-tab': onTab((app) => tabs.toggleSplit(app)),
  'other-pane': onTab(tabs.showOtherPane),
  'move-tab-left': onTab((app) => tabs.moveShownTab(app, -1)),
  'move-tab-right': onTab((app) => tabs.moveShownTab(app, 1)),
  'copy-link': onTab((app) => tabs.copyLink(app)),
  // On Berth's own page, what is found is what its search field finds.
  find: { run: (app, hands) => (hasTab(app) ? tabs.findInTab(app) : hands.focusSearch()) },
  reload: onTab((app) => tabs.reloadTab(app)),
  'zoom-in': zoom('in'),
  'zoom-out': zoom('out'),
  'zoom-reset': zoom('reset'),
};
