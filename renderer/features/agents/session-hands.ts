import type { Session, SessionKey } from '../../../main/contract/session-words.ts';
import type { QuickAnswer } from './answers.ts';

/** What can be done with a session from a list. */
export interface SessionHands {
  /** Shows it: an agent on a phone as text, everything else as a terminal. */
  readonly show: (session: Session) => void;
  /** Shows its terminal. */
  readonly open: (session: Session) => void;
  /** Shows its terminal beside the editor of its repository. */
  readonly openBeside: (session: Session) => void;
  /** Shows its screen with a field to speak to it. */
  readonly talk: (session: Session) => void;
  readonly press: (session: Session, keys: readonly SessionKey[]) => void;
  /** Looks at what it asks, and gives the answer that is chosen from its screen; none where null is. */
  readonly answer: (session: Session, choose: (screen: string) => QuickAnswer | null) => void;
  /** Tells an agent to go on. */
  readonly goOn: (session: Session) => void;
  readonly resume: (session: Session, isForced?: boolean) => void;
  readonly rename: (session: Session) => void;
  /** Saves what was said as a file. */
  readonly save: (session: Session) => void;
  /** Ends it after a question, or removes one that has ended. */
  readonly stop: (session: Session) => void;
  readonly dismiss: (session: Session) => void;
}
