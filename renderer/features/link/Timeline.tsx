import type { LinkEvent } from '../../../main/contract/hosts.ts';
import { useNowText } from '../../lib/use-now.ts';
import { Button } from '../../ui/Button.tsx';
import { ProblemCard } from '../../ui/ProblemCard.tsx';
import { StateMark } from '../../ui/StateMark.tsx';
import type { ConnectionModel, ConnectionState } from './connection-model.ts';
import { eventMark, eventTime, shortDuration } from './timeline-words.ts';

interface TimelineProps extends Pick<ConnectionState, 'events' | 'problem'> {
  readonly model: ConnectionModel;
}

/** What happened to the link, newest first. */
export function Timeline({ model, events, problem }: TimelineProps) {
  const today = useNowText((nowMs) => new Date(nowMs).toDateString());
  if (problem !== null) {
    return (
      <ProblemCard title="Reading the timeline failed" problem={problem}>
        <Button look="primary" onClick={() => void model.refresh()}>
          Try again
        </Button>
      </ProblemCard>
    );
  }
  if (events === null) return <p className="dim">Reading what happened…</p>;
  if (events.length === 0) {
    return (
      <p className="dim">
        Nothing happened yet since Berth was started. Each attempt to connect, each step of it, each loss of the link
        and its reason is written here, with the time it took.
      </p>
    );
  }
  return (
    <ol className="timeline" aria-label="What happened, newest first">
      {events.toReversed().map((event) => (
        <Entry key={event.number} event={event} today={today} />
      ))}
    </ol>
  );
}

function Entry({ event, today }: { readonly event: LinkEvent; readonly today: string }) {
  const { atMs, kind, stage, message, durationMs } = event;
  const mark = eventMark(kind);
  return (
    <li data-kind={kind}>
      <time className="num" dateTime={new Date(atMs).toISOString()}>
        {eventTime(atMs, today)}
      </time>
      {mark === null ? <span className="timeline-dot" aria-hidden="true" /> : <StateMark state={mark} />}
      <span className="timeline-message">{message}</span>
      <span className="timeline-stage">{stage ?? ''}</span>
      <span className="timeline-duration num">{shortDuration(durationMs)}</span>
    </li>
  );
}
