import { Ellipsis, TriangleAlert } from 'lucide-react';
import { memo } from 'react';
import type { HostStats } from '../../../main/contract/hosts.ts';
import type { Profile } from '../../../main/contract/profiles.ts';
import { countOf } from '../../lib/format.ts';
import { Button } from '../../ui/Button.tsx';
import { ColorMark } from '../../ui/ColorMark.tsx';
import { DropMenu } from '../../ui/DropMenu.tsx';
import { type MarkState, StateMark } from '../../ui/StateMark.tsx';
import { FleetFigures } from './FleetFigures.tsx';
import type { InstanceCounts } from './InstanceMarks.tsx';
import { useHeardWords } from './use-heard-words.ts';
import './fleet.css';

/** What can be done with a server, by its state. */
export type FleetAction = 'connect' | 'retry' | 'answer' | 'try-now' | 'stop' | 'open';

/** What the buttons of the rows do. */
export interface FleetActions {
  readonly run: (profile: Profile, action: FleetAction) => void;
  readonly open: (profile: Profile) => void;
  readonly disconnect: (profile: Profile) => void;
  readonly explain: (profile: Profile) => void;
  readonly edit: (profile: Profile) => void;
}

interface FleetRowProps {
  readonly profile: Profile;
  readonly mark: MarkState;
  /** The state in a few words. */
  readonly words: string;
  /** What went wrong last, as one sentence; null when nothing did. */
  readonly problem: string | null;
  readonly isLinked: boolean;
  readonly heardAtMs: number | null;
  readonly stats: HostStats | null;
  readonly counts: InstanceCounts | null;
  /** How many alerts are raised there. */
  readonly raisedCount: number;
  readonly action: FleetAction;
  readonly actions: FleetActions;
}

const labels: Record<FleetAction, string> = {
  connect: 'Connect',
  retry: 'Try again',
  answer: 'Answer…',
  'try-now': 'Try now',
  stop: 'Stop trying',
  open: 'Open',
};

/** One server of the list. It is drawn again when something of its own changed, not when another one's did. */
export const FleetRow = memo(function FleetRow(props: FleetRowProps) {
  const { profile, mark, words, problem, isLinked, heardAtMs, stats, counts, raisedCount, action, actions } = props;
  const { name, user, address, port, tags, color } = profile;
  const heard = useHeardWords(heardAtMs, isLinked);
  return (
    <tr data-state={mark} data-testid={`fleet-${profile.id}`}>
      <th scope="row" className="fleet-name">
        <span>
          {/* The place of the colour is kept where there is none, so that all names begin at one line. */}
          <span className="fleet-colour">
            <ColorMark color={color} />
          </span>
          <StateMark state={mark} />
          <button
            type="button"
            className="fleet-open cut"
            title={`${user}@${address}:${port}`}
            onClick={() => actions.open(profile)}
          >
            {name}
          </button>
          {raisedCount > 0 && (
            <span className="fleet-alerts num" title={`${countOf(raisedCount, 'alert')} raised`}>
              <TriangleAlert size={12} aria-hidden="true" />
              {raisedCount}
              <span className="hidden-text"> {raisedCount === 1 ? 'alert' : 'alerts'}</span>
            </span>
          )}
          {tags.length > 0 && (
            <span className="fleet-tags cut" title={tags.join(', ')}>
              {tags.join(' · ')}
            </span>
          )}
        </span>
      </th>
      {isLinked && problem === null ? (
        <FleetFigures words={words} stats={stats} counts={counts} heard={heard} />
      ) : (
        <td className="fleet-off" colSpan={6} title={problem ?? undefined}>
          <span className="fleet-off-words">
            <span className={offTone(mark)}>{words}</span>
            {problem !== null && <span className="cut dim">{problem}</span>}
            {heard.words !== '' && (
              <span className="fleet-heard num">
                <span className="fleet-label">heard </span>
                {heard.words}
              </span>
            )}
          </span>
        </td>
      )}
      <td className="fleet-actions">
        <span>
          <Button
            isSmall
            className="fleet-primary"
            look={action === 'open' ? 'accent' : 'plain'}
            aria-label={`${labels[action]} ${name}`}
            onClick={() => actions.run(profile, action)}
          >
            {labels[action]}
          </Button>
          <DropMenu
            label={`More for ${name}`}
            entries={[
              { label: 'Open', key: 'o', onSelect: () => actions.open(profile) },
              { label: 'Connection…', key: 'c', onSelect: () => actions.explain(profile) },
              { label: 'Edit…', key: 'e', onSelect: () => actions.edit(profile) },
              {
                label: 'Disconnect',
                key: 'd',
                isDisabled: mark === 'disconnected' || mark === 'failed',
                onSelect: () => actions.disconnect(profile),
              },
            ]}
          >
            <Ellipsis size={15} aria-hidden="true" />
          </DropMenu>
        </span>
      </td>
    </tr>
  );
});

/** What is on its way or only half there is not told as loudly as what has failed. */
function offTone(mark: MarkState): string {
  if (mark === 'failed') return 'bad';
  return mark === 'disconnected' ? 'dim' : 'warn';
}
