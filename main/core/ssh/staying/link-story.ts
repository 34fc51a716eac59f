import type { OfferedHostKey } from '../../../contract/failure.ts';
import type { LoginQuestion } from '../../../contract/hosts.ts';
import type { AttemptWatch } from '../attempt/attempt-watch.ts';
import type { HostKeyChange } from '../host-keys/host-key-rotation.ts';
import type { LinkDiary } from './link-diary.ts';
import type { LinkEvent, LinkModel } from './link-machine.ts';

export const wokeMessage = 'This computer woke up, or its network or clock changed: the link is looked at.';
export const replacedMessage = 'A second connection answered before the first one did, and took its place.';

/** Writes down how far attempts come; `onStill` is told of what happens while the state of the link stays as it is. */
export function watchForDiary(diary: LinkDiary, onStill: () => void): AttemptWatch {
  return {
    onDialling: (message) => diary.note('dialling', message),
    onOffer: () => {},
    onHostKeys: (change) => {
      noteHostKeys(diary, change);
      onStill();
    },
    onSilent: (silentMs) => diary.note('silent', `Nothing was heard for ${Math.round(silentMs / 1_000)} s.`),
    onStage: (stage, message, durationMs) => diary.note('stage', message, { stage, durationMs }),
  };
}

/** Writes down which keys of the host are known from then on, and which are not; the host proved to hold the former. */
function noteHostKeys(diary: LinkDiary, { added, removed }: HostKeyChange): void {
  const listed = (keys: readonly OfferedHostKey[]) =>
    keys.map(({ type, fingerprint }) => `${type} ${fingerprint}`).join(', ');
  const sentences = [
    added.length === 0 ? null : `The server proved to have further keys, which are known now: ${listed(added)}.`,
    removed.length === 0 ? null : `Keys that it has given up are forgotten: ${listed(removed)}.`,
  ];
  diary.note('host-keys', sentences.filter((sentence) => sentence !== null).join(' '), { stage: 'host key' });
}

/** Writes down that the host asks something; what it asks may be a secret's hint and is left out. */
export function noteQuestion(diary: LinkDiary, { prompts }: LoginQuestion): void {
  const count = prompts.length === 1 ? 'one question' : `${prompts.length} questions`;
  diary.note('question', `The server asks ${count} at the login.`, { stage: 'auth' });
}

/** Writes down what an event changed about the link. */
export function keepDiary(
  diary: LinkDiary,
  event: LinkEvent,
  before: LinkModel,
  after: LinkModel,
  nowMs: number,
): void {
  switch (event.type) {
    case 'opened':
      diary.note('connected', 'The link is up.', { durationMs: ageMs(before.dialledAtMs, nowMs) });
      break;
    case 'attempt-failed': {
      const { message, stage } = event.failure;
      diary.note('failed', message, { stage, durationMs: ageMs(before.dialledAtMs, nowMs) });
      break;
    }
    case 'lost':
      diary.note('lost', event.failure.message, {
        stage: event.failure.stage,
        durationMs: ageMs(before.sinceMs, nowMs),
      });
      break;
    case 'disconnect-asked':
      diary.note('disconnected', 'The link was closed on request.');
      break;
    case 'connect-asked':
    case 'timer-fired':
    case 'woke':
      break;
  }
  if (after.nextAttemptAtMs !== null && after.nextAttemptAtMs !== before.nextAttemptAtMs) {
    const waitMs = Math.max(0, after.nextAttemptAtMs - nowMs);
    diary.note('waiting', `The next attempt is in ${(waitMs / 1_000).toFixed(1)} s.`, { durationMs: waitMs });
  }
}

/** How long ago something was; null when it is not known, as after the clock was set back. */
function ageMs(sinceMs: number | null, nowMs: number): number | null {
  return sinceMs === null || nowMs < sinceMs ? null : nowMs - sinceMs;
}
