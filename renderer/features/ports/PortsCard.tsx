import type { Profile, ProfileDraft } from '../../../main/contract/profiles.ts';
import type { Answer } from '../../api/problem.ts';
import { Button } from '../../ui/Button.tsx';
import { ProblemCard } from '../../ui/ProblemCard.tsx';
import { useKeptFocus } from '../../ui/use-kept-focus.ts';
import { PortCheckView } from './PortCheckView.tsx';
import { portRows, reachWords } from './port-rows.ts';
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
  /** False where the table of ports has it. */
  readonly hasList?: boolean;
  readonly onSaveRange: (draft: ProfileDraft) => Promise<Answer<Profile>>;
  readonly onCheck: () => void;
  readonly onDismissCheck: () => void;
  readonly onRetry: () => void;
}

/** The ports of a host: those that editors may use, who listens on which, and who may reach them. */
export function PortsCard(props: PortsCardProps) {
  const { profile, list, isLinked, nameOf, isCrashed, onSaveRange, onCheck, onDismissCheck, onRetry } = props;
  const { hasList = true } = props;
  const { ports, problem, check } = list ?? { ports: null, problem: null, check: null };
  // What was put right is closed by a button that goes with it.
  const card = useKeptFocus<HTMLElement>(check);
  const isChecking = check?.phase === 'running';
  // Who listens for datagrams is in the table, among what is only seldom looked for.
  const rows = portRows(ports ?? [], nameOf).filter(({ protocol }) => protocol === 'tcp');
  return (
    <section ref={card} tabIndex={-1} className="card" aria-labelledby="ports-title">
      <div className="card-head">
        <h2 id="ports-title">{hasList ? 'Ports' : 'Ports for editors'}</h2>
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
      {ports !== null && hasList && (
        <h3 className="ports-title" id="listening-title">
          Listening on this server <span className="faint num">{rows.length}</span>
        </h3>
      )}
      {problem !== null && ports === null && (
        <div className="ports-problem">
          <ProblemCard title="Reading the ports failed" problem={problem} detailLabel="Show details">
            <Button look="primary" onClick={onRetry}>
              Try again
            </Button>
          </ProblemCard>
        </div>
      )}
      {ports === null && problem === null && <p className="ports-wait faint">Reading the ports…</p>}
      {ports !== null && hasList && rows.length === 0 && (
        <p className="ports-wait faint">No port listens that this user may see.</p>
      )}
      {hasList && rows.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable region
        <ul className="ports num" aria-labelledby="listening-title" tabIndex={0}>
          {rows.map((row) => (
            <li key={`${row.port} ${row.owner} ${row.instanceId ?? ''}`}>
              <span className="mono">{row.port}</span>
              <span className="cut" title={row.command ?? ''}>
                {row.owner}
              </span>
              <span className={(row.reach === 'one' || row.reach === 'every') && !row.isSsh ? 'warn' : 'faint'}>
                {reachWords(row)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
