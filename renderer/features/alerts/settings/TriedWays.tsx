import { Notice } from '../../../ui/Notice.tsx';
import { ProblemCard } from '../../../ui/ProblemCard.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { deliverySentences } from '../alert-words.ts';
import type { TriedDeliveries } from './alert-settings-model.ts';

interface TriedWaysProps {
  readonly isTesting: boolean;
  readonly tried: TriedDeliveries | null;
}

/** What came of trying the ways. */
export function TriedWays({ isTesting, tried }: TriedWaysProps) {
  if (isTesting) return <Waiting words="The server is sending a notice." />;
  if (tried === null) return null;
  if (!tried.ok) return <ProblemCard title="The try failed" problem={tried.failure} />;
  const isGood = tried.value.every(({ outcome }) => outcome === 'delivered');
  return (
    <Notice tone={isGood ? 'good' : 'warn'} isLive>
      {deliverySentences({ deliveries: tried.value }).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </Notice>
  );
}
