import { useStore } from 'zustand';
import type { Profile } from '../../../main/contract/profiles.ts';
import type { Problem } from '../../api/problem.ts';
import { useNowText } from '../../lib/use-now.ts';
import { Button } from '../../ui/Button.tsx';
import { SideDrawer } from '../../ui/SideDrawer.tsx';
import { StateMark } from '../../ui/StateMark.tsx';
import type { ConnectionModel } from './connection-model.ts';
import { DiagnosisView } from './DiagnosisView.tsx';
import { questionLabel } from './LinkPanel.tsx';
import { isQuestion, type LinkView } from './link-view.ts';
import { linkLineWords } from './link-words.ts';
import { Timeline } from './Timeline.tsx';
import './connection.css';

interface ConnectionDrawerProps {
  readonly model: ConnectionModel;
  /** The host whose panel is open, with what is known of its link. */
  readonly subject: { readonly profile: Profile; readonly view: LinkView } | null;
  readonly onConnect: (profile: Profile) => void;
  readonly onDisconnect: (profile: Profile) => void;
  /** Asks what stands in the way, for example whether a key is to be trusted. */
  readonly onAsk: (profile: Profile, problem: Problem) => void;
  readonly onEdit: (profile: Profile) => void;
}

/** The connection to one host: its state, a check of the way, and what happened so far. Opening it connects nothing. */
export function ConnectionDrawer({ model, subject, ...actions }: ConnectionDrawerProps) {
  return (
    <SideDrawer
      title={subject === null ? 'Connection' : `Connection to ${subject.profile.name}`}
      isOpen={subject !== null}
      from="right"
      onClose={model.close}
    >
      {subject !== null && <Panel key={subject.profile.id} model={model} subject={subject} {...actions} />}
    </SideDrawer>
  );
}

type PanelProps = ConnectionDrawerProps & { readonly subject: NonNullable<ConnectionDrawerProps['subject']> };

function Panel({ model, subject: { profile, view }, onConnect, onDisconnect, onAsk, onEdit }: PanelProps) {
  const { events, problem, run } = useStore(model.store);
  const words = useNowText((nowMs) => linkLineWords(view, nowMs));
  const isDown = view.kind === 'disconnected' || view.kind === 'failed' || view.kind === 'reconnecting';
  const failure = run?.phase === 'done' ? run.diagnosis.failure : null;
  const diagnose = (look: 'plain' | 'primary') => (
    <Button look={look} disabled={run?.phase === 'running'} onClick={() => void model.diagnose()}>
      {run === null ? 'Diagnose' : run.phase === 'running' ? 'Diagnosing…' : 'Diagnose again'}
    </Button>
  );
  return (
    <div className="drawer-body">
      <section className="connection-state drawer-lead num" aria-label="State">
        <p>
          <StateMark state={view.kind} />
          <b>{words}</b>
          <span className="faint cut">
            {profile.user}@{profile.address}
            {profile.port === 22 ? '' : `, port ${profile.port}`}
          </span>
        </p>
        <span className="connection-buttons">
          {isDown && <Button onClick={() => onConnect(profile)}>{downLabels[view.kind]}</Button>}
          {view.kind !== 'disconnected' && view.kind !== 'failed' && (
            <Button onClick={() => onDisconnect(profile)}>
              {view.kind === 'connected' ? 'Disconnect' : 'Stop trying'}
            </Button>
          )}
        </span>
      </section>
      <section className="connection-part" aria-labelledby="diagnosis-title">
        <div className="connection-head">
          <h3 id="diagnosis-title">Diagnosis</h3>
          {diagnose('plain')}
        </div>
        {run === null ? (
          <p className="dim">
            Tries the way to the server stage by stage, beside the link, and says what works and what does not. The
            result can be copied for somebody who helps you; it holds no secret.
          </p>
        ) : (
          <DiagnosisView
            run={run}
            hostName={profile.name}
            again={diagnose('primary')}
            help={failure !== null && <Help profile={profile} problem={failure} onAsk={onAsk} onEdit={onEdit} />}
          />
        )}
      </section>
      <section className="connection-part" aria-labelledby="timeline-title">
        <div className="connection-head">
          <h3 id="timeline-title">What happened</h3>
        </div>
        <Timeline model={model} events={events} problem={problem} />
      </section>
    </div>
  );
}

const downLabels = {
  connected: 'Connect',
  connecting: 'Connect',
  disconnected: 'Connect',
  failed: 'Try again',
  reconnecting: 'Try now',
} as const;

type HelpProps = Pick<PanelProps, 'onAsk' | 'onEdit'> & { readonly profile: Profile; readonly problem: Problem };

/** The one thing that can be done here about what is wrong. */
function Help({ profile, problem, onAsk, onEdit }: HelpProps) {
  if (isQuestion(problem)) {
    return (
      <Button look="primary" onClick={() => onAsk(profile, problem)}>
        {questionLabel(problem)}
      </Button>
    );
  }
  return (
    <Button look="primary" onClick={() => onEdit(profile)}>
      Edit server…
    </Button>
  );
}
