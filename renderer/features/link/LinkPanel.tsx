import type { Profile } from '../../../main/contract/profiles.ts';
import { formatDuration } from '../../lib/format.ts';
import { useNow } from '../../lib/use-now.ts';
import { Button } from '../../ui/Button.tsx';
import { ProblemCard } from '../../ui/ProblemCard.tsx';
import { StateMark } from '../../ui/StateMark.tsx';
import type { LinkModel } from './link-model.ts';
import { isQuestion, type LinkView } from './link-view.ts';
import './link.css';

interface LinkPanelProps {
  readonly model: LinkModel;
  readonly profile: Profile;
  readonly view: LinkView;
  readonly onEdit: () => void;
}

/** What a host's page shows while its link is not up: what is going on, or what went wrong, and a button. */
export function LinkPanel({ model, profile, view, onEdit }: LinkPanelProps) {
  const nowMs = useNow();
  const connect = () => void model.connect(profile.id);
  if (view.kind === 'failed') {
    const { problem } = view;
    const isHardStop = problem.kind === 'host-key-changed' || problem.kind === 'host-key-revoked';
    const isOpenQuestion = isQuestion(problem) && !isHardStop;
    return (
      <ProblemCard title={`Connecting to ${profile.name} failed`} problem={problem}>
        {isOpenQuestion && (
          <Button look="primary" onClick={() => model.askAgain(profile.id)}>
            {problem.kind === 'host-key-unknown' ? 'Check the fingerprint…' : 'Enter it…'}
          </Button>
        )}
        {!isOpenQuestion && (
          <Button look="primary" onClick={connect}>
            Retry
          </Button>
        )}
        <Button onClick={onEdit}>Edit server…</Button>
      </ProblemCard>
    );
  }
  const { state, title, note } = wordsOf(view, profile, nowMs);
  return (
    <section className="card link-panel" aria-label={`Link to ${profile.name}`}>
      <p className="link-panel-title">
        <StateMark state={state} />
        <b>{title}</b>
      </p>
      <p className="dim num">{note}</p>
      <div className="problem-actions">
        {view.kind !== 'connecting' && (
          <Button look="primary" onClick={connect}>
            {view.kind === 'reconnecting' ? 'Try now' : 'Connect'}
          </Button>
        )}
        {view.kind !== 'disconnected' && <Button onClick={() => void model.disconnect(profile.id)}>Stop trying</Button>}
      </div>
    </section>
  );
}

function wordsOf(view: Exclude<LinkView, { kind: 'failed' }>, { name, user, address, port }: Profile, nowMs: number) {
  if (view.kind === 'connecting') {
    const seconds = Math.floor((nowMs - view.sinceMs) / 1000);
    const since = seconds >= 1 ? ` · ${formatDuration(seconds)}` : '';
    return {
      state: 'connecting' as const,
      title: `Connecting to ${name}`,
      note: `Reaching ${user}@${address}:${port}, checking its key, logging in${since}`,
    };
  }
  if (view.kind === 'reconnecting') {
    const seconds = view.nextAttemptAtMs === null ? 0 : Math.ceil((view.nextAttemptAtMs - nowMs) / 1000);
    return {
      state: 'reconnecting' as const,
      title: `The link to ${name} was lost`,
      note: `${seconds > 0 ? `Trying again in ${formatDuration(seconds)}` : 'Trying again'}; everything on the server keeps running.`,
    };
  }
  return {
    state: 'disconnected' as const,
    title: `Not linked to ${name}`,
    note: 'Everything that runs on the server keeps running. Connect to see it.',
  };
}
