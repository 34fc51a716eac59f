import type { TabView } from '../../features/editor/view-states.ts';
import type { LinkView } from '../../features/link/link-view.ts';
import type { RowState } from '../../features/repositories/list/repository-rows.ts';
import { stateWords } from '../../features/repositories/list/state-line.ts';
import type { MarkState } from '../../ui/StateMark.tsx';

/** The shape before a tab's name, and what it means. */
export interface TabMark {
  readonly mark: MarkState;
  readonly words: string;
}

interface MarkSources {
  /** What the repository, or the forwarded page, does on its host. */
  readonly state: RowState;
  readonly link: LinkView['kind'];
  readonly view: TabView | undefined;
  /** A forwarded page; an editor loads something of its own all the time. */
  readonly isPage: boolean;
}

/** What a tab tells of itself: first what its page needs, then the link, then what goes on there. */
export function tabMark({ state, link, view, isPage }: MarkSources): TabMark {
  if (view?.condition === 'crashed') return { mark: 'crashed', words: 'its page crashed' };
  if (view?.condition === 'unresponsive') return { mark: 'crashed', words: 'its page does not answer' };
  if (link === 'connecting' || link === 'reconnecting') return { mark: 'reconnecting', words: 'reconnecting' };
  if (link !== 'connected') return { mark: 'disconnected', words: 'not linked' };
  if (state !== 'running') return { mark: state, words: stateWords[state] };
  const isBusy = view?.condition === 'loading' || (isPage && view?.isLoading === true);
  if (isBusy) return { mark: 'starting', words: 'loading' };
  const words = view?.condition === 'unloaded' ? `${stateWords.running}, not loaded here` : stateWords.running;
  return { mark: 'running', words };
}
