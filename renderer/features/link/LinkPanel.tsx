import type { Profile } from '../../../main/contract/profiles.ts';
import type { Problem } from '../../api/problem.ts';
import { formatDuration } from '../../lib/format.ts';
import { useNow } from '../../lib/use-now.ts';
import { Button } from '../../ui/Button.tsx';
import { ProblemCard } from '../../ui/ProblemCard.tsx';
import { StateMark } from '../../ui/StateMark.tsx';
import type { LinkModel } from './link-model.ts';
import { isHardStop, isQuestion, type LinkView } from './link-view.ts';
import { nextTryWords } from './link-words.ts';
import './link.css';

interface LinkPanelProps {
  readonly model: LinkModel;
  readonly profile: Profile;
  readonly view: LinkView;
  readonly onEdit: () => void;
  /** Opens what is known about the connection. */
  readonly onExplain: () => void;
}

/** What a host's page shows while its link is not up: what is going on, or what went wrong, and a button. */
export function LinkPanel({ model, profile, view, onEdit, onExplain }: LinkPanelProps) {
  const nowMs = useNow();
  const connect = () => void model.connect(profile.id);
  if (view.kind === 'failed') {
    const { problem } = view;
    const title = `Connecting to ${profile.name}${problem.jump === null ? '' : ` through ${problem.jump.name}`} failed`;
    return (
      <ProblemCard title={title} problem={problem} detailLabel="Show details">
        {isQuestion(problem) ? (
          <Button look="primary" onClick={() => model.askAgain(profile.id)}>
            {questionLabel(problem)}
          </Button>
        ) : (
          <Button look="primary" onClick={connect}>
            Try again
          </Button>
        )}
        {isHardStop(problem) && <Button onClick={connect}>Try again</Button>}
        <Button onClick={onExplain}>What happened?</Button>
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

/** What a button says that leads to the question a failure amounts to. */
export function questionLabel(problem: Problem): string {
  if (problem.kind === 'host-key-unknown') return 'Check the fingerprint…';
  if (isHardStop(problem)) return 'Look at the keys…';
  return problem.secretKind === 'passphrase' ? 'Enter the passphrase…' : 'Enter the password…';
}

function wordsOf(view: Exclude<LinkView, { kind: 'failed' }>, { name, user, address, port }: Profile, nowMs: number) {
  if (view.kind === 'connecting') {
    const seconds = Math.floor((nowMs - view.sinceMs) / 1000);
    const since = seconds >= 1 ? ` · ${formatDuration(seconds)}` : '';
    return {
      state: 'connecting' as const,
      title: `Connecting to ${name}`,
      note: view.isAsked
        ? 'The server waits for your answer.'
        : `Reaching ${user}@${address}:${port}, checking its key, logging in${since}`,
    };
  }
  if (view.kind === 'reconnecting') {
    return {
      state: 'reconnecting' as const,
      title: view.unheard === null ? `The link to ${name} was lost` : `${name} cannot be reached yet`,
      note:
        view.unheard === null
          ? `Reconnecting, ${nextTryWords(view.nextAttemptAtMs, nowMs)}; everything on the server keeps running.`
          : `${view.unheard.message} Berth goes on by itself, ${nextTryWords(view.nextAttemptAtMs, nowMs)}.`,
    };
  }
  return {
    state: 'disconnected' as const,
    title: `Not linked to ${name}`,
    note: 'Everything that runs on the server keeps running. Connect to see it.',
  };
}
