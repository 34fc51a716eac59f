import { useStore } from 'zustand';
import { formatAgo } from '../../lib/format.ts';
import { useNowText } from '../../lib/use-now.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { ProblemCard } from '../../ui/ProblemCard.tsx';
import { SideDrawer } from '../../ui/SideDrawer.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { CheckLine } from './CheckLine.tsx';
import type { DoctorModel, DoctorState } from './doctor-model.ts';
import { checkupCounts, checkupSentence, checkupText, type FindingGroup, findingGroups } from './findings.ts';
import './doctor.css';

interface DoctorDrawerProps {
  readonly model: DoctorModel;
  readonly hostName: string;
  /** Opens the setup, where that is what makes a finding right. */
  readonly onSetUp: () => void;
}

/** The check-up of a server: what is well, what is not, and what to do about each. */
export function DoctorDrawer({ model, hostName, onSetUp }: DoctorDrawerProps) {
  const state = useStore(model.store);
  const { profileId, checkingSinceMs, checkup, rechecked, problem } = state;
  const isChecking = checkingSinceMs !== null;
  return (
    <SideDrawer title={`Check-up of ${hostName}`} isOpen={profileId !== null} from="right" onClose={model.close}>
      <div className="doctor drawer-body">
        {/* A server that was never looked at has only a reason for it. */}
        {(checkup !== null || problem === null) && (
          <div className="drawer-lead">
            {isChecking ? (
              <Waiting
                sinceMs={checkingSinceMs}
                words={checkup === null ? 'Looking at its system, disk, programs and ports.' : 'Looking again.'}
              />
            ) : (
              <Summary state={state} />
            )}
            {checkup !== null && (
              <span className="doctor-tools">
                <CopyButton text={() => checkupText(checkup, rechecked)} label="Copy as text" />
                <Button isSmall isBusy={isChecking} onClick={() => void model.check()}>
                  Check again
                </Button>
              </span>
            )}
          </div>
        )}
        {problem !== null && (
          <ProblemCard title="The check-up could not be made" problem={problem} detailLabel="Show details">
            <Button look="primary" onClick={() => void model.check()}>
              Try again
            </Button>
          </ProblemCard>
        )}
        {checkup !== null &&
          findingGroups(checkup, rechecked).map((group) => (
            <Group key={group.outcome} group={group} model={model} state={state} onSetUp={onSetUp} />
          ))}
      </div>
    </SideDrawer>
  );
}

function Summary({ state: { checkup, rechecked } }: { readonly state: DoctorState }) {
  const age = useNowText((nowMs) => (checkup === null ? '' : formatAgo(checkup.checkedAtMs, nowMs)));
  if (checkup === null) return null;
  const counts = checkupCounts(checkup, rechecked);
  return (
    <p className="doctor-lead num">
      <b role="status">{checkupSentence(counts)}</b>
      <span className="faint">{age}</span>
    </p>
  );
}

interface GroupProps {
  readonly group: FindingGroup;
  readonly model: DoctorModel;
  readonly state: DoctorState;
  readonly onSetUp: () => void;
}

const titles = { fail: 'Problems', warn: 'Warnings', ok: 'Well' } as const;

function Group({ group: { outcome, findings }, model, state, onSetUp }: GroupProps) {
  const list = (
    <ol className="findings">
      {findings.map((finding) => (
        <CheckLine
          key={finding.check.id}
          finding={finding}
          fix={state.fixes[finding.check.id] ?? null}
          isBusy={state.checkingSinceMs !== null}
          onFix={() => void model.fix(finding.check.id)}
          onSetUp={onSetUp}
        />
      ))}
    </ol>
  );
  if (outcome === 'ok') {
    return (
      <details className="doctor-well">
        <summary>
          {titles[outcome]} <span className="faint num">{findings.length}</span>
        </summary>
        {list}
      </details>
    );
  }
  return (
    <section aria-label={titles[outcome]}>
      <h3>
        {titles[outcome]} <span className="faint num">{findings.length}</span>
      </h3>
      {list}
    </section>
  );
}
