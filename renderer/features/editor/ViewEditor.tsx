import type { EditorAddress } from '../../../main/contract/instances.ts';
import type { BerthClient } from '../../api/berth-client.ts';
import { Button } from '../../ui/Button.tsx';
import { ProblemCard } from '../../ui/ProblemCard.tsx';
import { StateMark } from '../../ui/StateMark.tsx';
import { useNativeView } from './use-native-view.ts';
import { ViewCard } from './ViewCard.tsx';
import type { TabView } from './view-states.ts';

interface ViewEditorProps {
  readonly views: BerthClient['views'];
  readonly tabId: string;
  readonly profileId: string;
  readonly name: string;
  readonly isPage: boolean;
  readonly address: EditorAddress;
  readonly zoomFactor: number;
  /** What the view told; nothing until it is open. */
  readonly view: TabView | undefined;
  /** Where on the stage; null while the tab is hidden. */
  readonly pane: string | null;
  readonly isCovered: boolean;
  readonly onReload: () => void;
  /** Asks for another address, and opens that. */
  readonly onOpenAnew: () => void;
  readonly onWait: () => void;
}

/** A place on the page that a native view of the desktop lies on; the view follows the place. */
export function ViewEditor(props: ViewEditorProps) {
  const { views, tabId, profileId, name, isPage, address, zoomFactor, view, pane, isCovered } = props;
  const condition = view?.condition ?? 'loading';
  const hasCard = condition === 'crashed' || (condition === 'unresponsive' && view?.isWaitedFor !== true);
  // Only what was there before has a picture of itself.
  const isComingBack = condition === 'unloaded' || (condition === 'loading' && view !== undefined && view.title !== '');
  const { place, problem, backdrop } = useNativeView({
    views,
    tabId,
    profileId,
    address,
    zoomFactor,
    pane,
    isCovered,
    hasCard,
    isComingBack,
  });
  const what = isPage ? name : `the editor of ${name}`;
  return (
    <div ref={place} className="editor-frame editor-place" data-testid={`view-${address.instanceId}`}>
      {backdrop !== null && problem === null && !hasCard && <img className="editor-backdrop" src={backdrop} alt="" />}
      {problem !== null && (
        <div className="editor-panel">
          <ProblemCard title={`Showing ${what} failed`} problem={problem}>
            <Button look="primary" onClick={props.onOpenAnew}>
              Try again
            </Button>
          </ProblemCard>
        </div>
      )}
      {problem === null && hasCard && (
        <ViewCard condition={condition} name={name} isPage={isPage} onReload={props.onReload} onWait={props.onWait} />
      )}
      {problem === null && !hasCard && isComingBack && (
        <p className="editor-coming" role="status">
          <StateMark state={condition === 'unloaded' ? 'stopped' : 'starting'} />
          {condition === 'unloaded' ? `${name} is not loaded here.` : `Loading ${what} again…`}
          {condition === 'unloaded' && (
            <button type="button" className="link-button" onClick={props.onReload}>
              Load it
            </button>
          )}
        </p>
      )}
    </div>
  );
}
