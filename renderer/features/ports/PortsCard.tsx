import type { Profile, ProfileDraft } from '../../../main/contract/profiles.ts';
import type { Answer } from '../../api/problem.ts';
import { Button } from '../../ui/Button.tsx';
import { useKeptFocus } from '../../ui/use-kept-focus.ts';
import { PortCheckView } from './PortCheckView.tsx';
import type { PortList } from './ports-model.ts';
import { RangeEditor } from './RangeEditor.tsx';
import './ports.css';

interface PortsCardProps {
  readonly profile: Profile;
  readonly list: PortList | null;
  /** False while the link is down: what was known stays, nothing can be asked. */
  readonly isLinked: boolean;
  readonly nameOf: (instanceId: string) => string;
  readonly isCrashed: (instanceId: string) => boolean;
  readonly onSaveRange: (draft: ProfileDraft) => Promise<Answer<Profile>>;
  readonly onCheck: () => void;
  readonly onDismissCheck: () => void;
}

/** The ports that editors of a host may use. */
export function PortsCard(props: PortsCardProps) {
  const { profile, list, isLinked, nameOf, isCrashed, onSaveRange, onCheck, onDismissCheck } = props;
  const { ports, check } = list ?? { ports: null, check: null };
  // What was put right is closed by a button that goes with it.
  const card = useKeptFocus<HTMLElement>(check);
  const isChecking = check?.phase === 'running';
  // The table of ports says why there are none yet.
  if (ports === null && check === null) return null;
  return (
    <section ref={card} tabIndex={-1} className="card editor-ports" aria-labelledby="ports-title">
      <div className="card-head">
        <h2 id="ports-title">Ports for editors</h2>
        <Button
          isSmall
          className="end"
          disabled={!isLinked}
          isBusy={isChecking}
          title="Makes claims and records agree with what really listens"
          onClick={onCheck}
        >
          {isChecking ? 'Checking…' : 'Check'}
        </Button>
      </div>
      <PortCheckView check={check} onCheck={onCheck} onDismiss={onDismissCheck} />
      {ports !== null && (
        <RangeEditor profile={profile} ports={ports} nameOf={nameOf} isCrashed={isCrashed} onSave={onSaveRange} />
      )}
    </section>
  );
}
