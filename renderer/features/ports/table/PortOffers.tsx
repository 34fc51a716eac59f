import { programWords } from '../../../lib/program-name.ts';
import { Button } from '../../../ui/Button.tsx';
import type { PortActions } from './port-actions.ts';
import type { PortLine } from './port-table.ts';

interface PortOffersProps {
  readonly profileId: string;
  /** Development servers that nobody has opened or put away. */
  readonly offers: readonly PortLine[];
  readonly actions: Pick<PortActions, 'openInTab' | 'openInBrowser'>;
  readonly onPutAway: (line: PortLine) => void;
}

/** So many are offered at once; the table has them all. */
const mostOffers = 3;

/** Development servers that were noticed in editors: one line each, with the button that shows them. */
export function PortOffers({ profileId, offers, actions, onPutAway }: PortOffersProps) {
  if (offers.length === 0) return null;
  return (
    <ul className="port-offers" aria-label="Development servers">
      {offers.slice(0, mostOffers).map((line) => {
        const { port, repository, command } = line;
        const place = { profileId, port, address: line.forwardAddress };
        return (
          <li key={line.key}>
            <span className="port-offer-words" role="status">
              <b>{repository}</b> listens on <span className="mono">{port}</span>
              {command !== null && <span className="faint"> · {programWords(command)}</span>}
            </span>
            <Button
              isSmall
              look="primary"
              aria-label={`Open port ${port} of ${repository ?? ''}`}
              onClick={() => actions.openInTab(place)}
            >
              Open
            </Button>
            <Button
              isSmall
              aria-label={`Open port ${port} of ${repository ?? ''} in the browser`}
              onClick={() => actions.openInBrowser(place)}
            >
              In the browser
            </Button>
            <Button
              isSmall
              look="quiet"
              aria-label={`Not now: port ${port} of ${repository ?? ''}`}
              onClick={() => onPutAway(line)}
            >
              Not now
            </Button>
          </li>
        );
      })}
    </ul>
  );
}
