import { SquareTerminal } from 'lucide-react';
import { useCallback } from 'react';
import { useStore } from 'zustand';
import type { Session, SessionKey } from '../../../../main/contract/session-words.ts';
import type { PageClock } from '../../../api/page-clock.ts';
import { formatAgo } from '../../../lib/format.ts';
import { useNow, useNowText } from '../../../lib/use-now.ts';
import { Button } from '../../../ui/Button.tsx';
import { SideDrawer } from '../../../ui/SideDrawer.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { answersOn, interruptKeys, type QuickAnswer } from '../answers.ts';
import { SessionOutcome } from '../list/SessionOutcome.tsx';
import { SessionMark } from '../SessionMark.tsx';
import type { SessionHands } from '../session-hands.ts';
import { doingWords, lastingWords, programOf, sourceWords, stateWords, troubleWords } from '../session-words.ts';
import type { SessionOperation, StateChange } from '../sessions-model.ts';
import { talkKey } from './drafts.ts';
import { ScreenText } from './ScreenText.tsx';
import { SendBox } from './SendBox.tsx';
import type { TalkModel } from './talk-model.ts';
import { useScreenLooks } from './use-screen-looks.ts';
import './talk.css';

interface TalkDrawerProps {
  readonly model: TalkModel;
  readonly clock: PageClock;
  readonly profileId: string;
  /** Null when it is not there any more. */
  readonly session: Session | null;
  /** False while the host has not told its sessions. */
  readonly isKnown: boolean;
  readonly operation: SessionOperation | null;
  readonly changes: readonly StateChange[];
  readonly isLinked: boolean;
  readonly hands: SessionHands;
  readonly onClose: () => void;
}

/** A program needs a moment to draw what a key did, milliseconds. */
const drawnAfterMs = 400;

/** One session to read and to speak to, without its terminal: what a phone shows of it. */
export function TalkDrawer(props: TalkDrawerProps) {
  const { session, isKnown, onClose } = props;
  return (
    <SideDrawer title={session?.title ?? 'Session'} isOpen from="right" onClose={onClose}>
      {session === null && !isKnown && (
        <div className="talk">
          <Waiting words="Asking the server for it…" />
        </div>
      )}
      {session === null && isKnown && (
        <div className="empty">
          <h2>This session is gone</h2>
          <p>It was stopped, here or elsewhere.</p>
          <Button onClick={onClose}>Close</Button>
        </div>
      )}
      {session !== null && <Conversation {...props} session={session} />}
    </SideDrawer>
  );
}

function Conversation(props: TalkDrawerProps & { readonly session: Session }) {
  const { model, clock, profileId, session, operation, changes, isLinked, hands, onClose } = props;
  const { id, title, state, stateDetail, trouble } = session;
  useStore(model.store, (talks) => talks[talkKey(profileId, id)]);
  const { draft, sent, outcome, screen, screenProblem, hasHistory } = model.talkOf(profileId, id);
  const look = useCallback(() => void model.look(profileId, id), [model, profileId, id]);
  useScreenLooks(clock, look, isLinked ? session : null);
  const press = (keys: readonly SessionKey[]) => {
    hands.press(session, keys);
    setTimeout(look, drawnAfterMs);
  };
  // What is tapped was read a moment ago: it is given only where it still stands there.
  const answer = ({ label }: QuickAnswer) => {
    hands.answer(session, (text) => answersOn(text).find((one) => one.label === label) ?? null);
    setTimeout(look, drawnAfterMs);
  };
  const openTerminal = () => {
    onClose();
    hands.open(session);
  };
  const isBusy = !isLinked || operation?.isRunning === true;
  return (
    <div className="talk">
      <div className="talk-head">
        <StateLine session={session} />
        <span className="talk-tools">
          <Button isSmall disabled={!isLinked} onClick={openTerminal}>
            <SquareTerminal size={14} aria-hidden="true" /> Terminal
          </Button>
          {screen?.isAlternate === false && (
            <Button
              isSmall
              look="quiet"
              disabled={!isLinked}
              aria-pressed={hasHistory}
              onClick={() => model.showHistory(profileId, id, !hasHistory)}
            >
              Earlier lines
            </Button>
          )}
          <Button isSmall look="quiet" disabled={isBusy} onClick={() => hands.save(session)}>
            Save
          </Button>
        </span>
      </div>
      {stateDetail !== null && <p className="talk-detail">{stateDetail}</p>}
      {trouble !== null && <p className="talk-detail warn">{troubleWords(trouble)}</p>}
      <ScreenText title={title} screen={screen} problem={screenProblem} onLook={look} />
      {operation !== null && <SessionOutcome session={session} operation={operation} hands={hands} />}
      {state === 'dead' ? (
        <div className="talk-answers">
          {session.isResumable && (
            <Button look="primary" disabled={isBusy} onClick={() => hands.resume(session)}>
              Resume its conversation
            </Button>
          )}
          <Button disabled={isBusy} onClick={() => hands.stop(session)}>
            Remove
          </Button>
        </div>
      ) : (
        <>
          <Answers
            session={session}
            answers={state === 'waiting' ? answersOn(screen?.text ?? '') : []}
            isDisabled={isBusy}
            onAnswer={answer}
            onPress={press}
            onGoOn={() => hands.goOn(session)}
          />
          <SendBox
            title={title}
            draft={draft}
            sent={sent}
            outcome={outcome}
            isDisabled={!isLinked}
            onType={(text) => model.type(profileId, id, text)}
            onSend={(isForced) => void model.send(profileId, id, isForced)}
            onOpenTerminal={openTerminal}
          />
        </>
      )}
      <Changes changes={changes} />
    </div>
  );
}

function StateLine({ session }: { readonly session: Session }) {
  const lasting = useNowText((nowMs) => lastingWords(session, nowMs));
  return (
    <p className="talk-state" role="status">
      <SessionMark state={session.state} />
      <b>{doingWords(session)}</b>
      <span className="faint">
        {sourceWords[session.stateSource]}
        {lasting !== '' && <span className="num"> · {lasting}</span>} · {programOf(session)}
        {session.repository !== null && ` · ${session.repository}`}
      </span>
    </p>
  );
}

const arrowKeys = [
  { label: '↑', name: '↑ (arrow up)', keys: ['Up'] },
  { label: '↓', name: '↓ (arrow down)', keys: ['Down'] },
  { label: 'Enter', name: 'Enter', keys: ['Enter'] },
  { label: 'Esc', name: 'Esc', keys: ['Escape'] },
] as const satisfies readonly { label: string; name: string; keys: readonly SessionKey[] }[];

interface AnswersProps {
  readonly session: Session;
  readonly answers: readonly QuickAnswer[];
  readonly isDisabled: boolean;
  readonly onAnswer: (answer: QuickAnswer) => void;
  readonly onPress: (keys: readonly SessionKey[]) => void;
  readonly onGoOn: () => void;
}

/** What one tap says: the answers that it asks for, or interrupt and continue, and the few keys that menus need. */
function Answers({ session, answers, isDisabled, onAnswer, onPress, onGoOn }: AnswersProps) {
  const { kind, state } = session;
  return (
    <fieldset className="talk-answers" aria-label="Quick answers" disabled={isDisabled}>
      {answers.map((answer, index) => (
        <Button key={answer.label} isSmall look={index === 0 ? 'accent' : 'plain'} onClick={() => onAnswer(answer)}>
          {answer.label}
        </Button>
      ))}
      {state === 'waiting' && answers.length === 0 && (
        <span className="talk-unread faint">No choices that Berth can read: look, then type or press a key.</span>
      )}
      {state === 'working' && (
        <Button isSmall onClick={() => onPress(interruptKeys(session))}>
          Interrupt
        </Button>
      )}
      {kind === 'agent' && state === 'done' && (
        <Button isSmall onClick={onGoOn}>
          Continue
        </Button>
      )}
      <span className="talk-keys">
        {arrowKeys.map(({ label, name, keys }) => (
          <Button key={name} isSmall look="quiet" aria-label={`Press ${name}`} onClick={() => onPress(keys)}>
            {label}
          </Button>
        ))}
      </span>
    </fieldset>
  );
}

/** What it was seen to do since this page was opened, the last one first. */
function Changes({ changes }: { readonly changes: readonly StateChange[] }) {
  const nowMs = useNow();
  if (changes.length < 2) return null;
  return (
    <details className="details talk-changes">
      <summary>What it did last</summary>
      <ol>
        {changes.toReversed().map(({ state, source, atMs }) => (
          <li key={`${state} ${atMs}`}>
            <SessionMark state={state} />
            {stateWords[state]} <span className="faint">{sourceWords[source]}</span>
            <time className="num faint" dateTime={new Date(atMs).toISOString()}>
              {formatAgo(atMs, nowMs)}
            </time>
          </li>
        ))}
      </ol>
    </details>
  );
}
