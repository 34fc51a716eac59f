import type { HostStatus, LoginQuestion } from '../../../main/contract/hosts.ts';
import type { LinkState } from './link-model.ts';

/** The login question that is on the page. */
export interface ShownQuestion {
  /** The profile whose link the question came with. */
  readonly profileId: string;
  readonly question: LoginQuestion;
  /** It was answered, and the host has not said yet what it thinks of that. */
  readonly isChecking: boolean;
}

/**
 * The one login question to show, wherever the user is: of several, the one that runs out first. While nobody else asks, an
 * answered one stays until its outcome is known, so that a second round takes its place without the dialog going away.
 */
export function shownQuestion({ statuses, answered }: LinkState): ShownQuestion | null {
  const asked = Object.values(statuses).flatMap(({ profileId, question }) =>
    question === null || question.id === answered[profileId]?.id ? [] : [{ profileId, question, isChecking: false }],
  );
  const [next] = asked.sort((one, other) => one.question.expiresAtMs - other.question.expiresAtMs);
  if (next !== undefined) return next;
  const [checked] = Object.entries(answered);
  return checked === undefined ? null : { profileId: checked[0], question: checked[1], isChecking: true };
}

/** Whether a host went on after an answer: with another question, a link, or an attempt that ended. */
export function isOutcomeKnown(answered: LoginQuestion, { state, question, nextAttemptAtMs }: HostStatus): boolean {
  if (question !== null) return question.id !== answered.id;
  const isTrying = state === 'connecting' || (state === 'reconnecting' && nextAttemptAtMs === null);
  return !isTrying;
}

/** A profile, as far as the way to its host is concerned. */
interface OnWay {
  readonly id: string;
  readonly name: string;
  readonly jumpProfileId: string | null;
}

/**
 * The host that is really being reached when a host on the way asks: the first one that is under way now and leads through
 * it. Null when the host that asks is the goal itself.
 */
export function goalBehind(
  profileId: string,
  profiles: readonly OnWay[],
  isUnderWay: (profileId: string) => boolean,
): OnWay | null {
  const leadsThrough = (start: OnWay): boolean => {
    const seen = new Set<string>();
    for (let at: OnWay | undefined = start; at?.jumpProfileId != null && !seen.has(at.id); ) {
      if (at.jumpProfileId === profileId) return true;
      seen.add(at.id);
      const next: string = at.jumpProfileId;
      at = profiles.find(({ id }) => id === next);
    }
    return false;
  };
  return profiles.find((one) => one.id !== profileId && isUnderWay(one.id) && leadsThrough(one)) ?? null;
}
