import type { AlertEntry } from '../../../main/contract/alerts.ts';
import { type AlertLead, AlertLine } from './AlertLine.tsx';
import './alerts.css';

/** An alert and the host that it is of. */
export interface ListedAlert {
  readonly profileId: string;
  /** Null where the list is of one host. */
  readonly hostName: string | null;
  readonly entry: AlertEntry;
}

interface AlertListProps {
  readonly title: string;
  readonly alerts: readonly ListedAlert[];
  /** What is said instead of an empty list. */
  readonly empty: string;
  readonly leadOf: (alert: ListedAlert) => AlertLead | null;
  /** What was raised is over by now, so that nothing is to be done about it. */
  readonly isPast?: boolean;
}

/** Alerts under a heading, newest first. */
export function AlertList({ title, alerts, empty, leadOf, isPast = false }: AlertListProps) {
  const isOver = ({ entry }: ListedAlert) => entry.state === 'cleared' || (isPast && entry.state === 'raised');
  return (
    <section className="alert-list" aria-label={title}>
      <h3>
        {title} {alerts.length > 0 && <span className="faint num">{alerts.length}</span>}
      </h3>
      {alerts.length === 0 ? (
        <p className="dim">{empty}</p>
      ) : (
        <ol>
          {alerts.map((alert) => (
            <AlertLine
              key={`${alert.profileId} ${alert.entry.number}`}
              entry={alert.entry}
              hostName={alert.hostName}
              isOver={isOver(alert)}
              lead={isOver(alert) ? null : leadOf(alert)}
            />
          ))}
        </ol>
      )}
    </section>
  );
}
