import type { AlertEntry } from '../../../main/contract/alerts.ts';
import { formatAgo } from '../../lib/format.ts';
import { useNowText } from '../../lib/use-now.ts';
import { Button } from '../../ui/Button.tsx';
import { AlertMark } from './AlertMark.tsx';
import { alertTitles, deliverySentences, placesOf, toneOf, toneWords } from './alert-words.ts';

/** Where the button of an alert leads. */
export interface AlertLead {
  readonly label: string;
  readonly onSelect: () => void;
}

interface AlertLineProps {
  readonly entry: AlertEntry;
  /** Shown where the list is of many hosts. */
  readonly hostName: string | null;
  /** Nothing is to be done about it. */
  readonly isOver: boolean;
  readonly lead: AlertLead | null;
}

/** One alert: what was seen, where, since when, what to do, and the way there. */
export function AlertLine({ entry, hostName, isOver, lead }: AlertLineProps) {
  const tone = toneOf(entry);
  const age = useNowText((nowMs) => formatAgo(entry.atMs, nowMs));
  const about = [hostName, ...placesOf(entry)].filter((text) => text !== null).join(' · ');
  const sentences = deliverySentences(entry);
  return (
    <li className="alert-line" data-tone={tone} data-testid={`alert-${entry.number}`}>
      <span className="alert-mark">
        <AlertMark tone={tone} />
        <span className="hidden-text">{toneWords[tone]}: </span>
      </span>
      <div className="alert-words">
        <p className="alert-title">
          <b>{alertTitles[entry.kind]}</b>
          {about !== '' && <span className="dim cut">{about}</span>}
          <time
            className="alert-age num faint"
            dateTime={new Date(entry.atMs).toISOString()}
            title={new Date(entry.atMs).toLocaleString()}
          >
            {age}
          </time>
        </p>
        <p>{entry.message}</p>
        {!isOver && <p className="dim">{entry.nextStep}</p>}
        {(entry.isQuiet || sentences.length > 0) && (
          <p className="alert-deliveries faint">
            {entry.isQuiet && sentences.length === 0 ? 'Nobody was told.' : sentences.join(' ')}
          </p>
        )}
        {lead !== null && (
          <div className="alert-lead">
            <Button isSmall onClick={lead.onSelect}>
              {lead.label}
            </Button>
          </div>
        )}
      </div>
    </li>
  );
}
