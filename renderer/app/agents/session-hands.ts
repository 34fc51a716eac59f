import type { Session } from '../../../main/contract/session-words.ts';
import type { SessionHands } from '../../features/agents/session-hands.ts';
import { saveText } from '../../lib/save-text.ts';
import { showSession } from '../model/agents-panel.ts';
import type { BerthApp } from '../model/berth-app.ts';
import { openBesideEditor } from '../model/beside-flow.ts';
import { openSession } from '../model/session-flow.ts';

/** What an agent is told that has finished its turn, so that it goes on. */
const goOnText = 'continue';

/** What the buttons of a host's sessions do, and what the footer says when it is done. */
export function sessionHands(app: BerthApp, profileId: string): SessionHands {
  const { sessions, agents, announcement } = app;
  const say = (words: string) => announcement.setState(words, true);
  const panel = (kind: 'talk' | 'rename', { id }: Session) => agents.setState({ kind, profileId, sessionId: id }, true);
  return {
    show: ({ id }) => showSession(app, profileId, id),
    open: ({ id }) => openSession(app, profileId, id),
    openBeside: (session) => void openBesideEditor(app, profileId, session),
    talk: (session) => panel('talk', session),
    press: (session, keys) =>
      void sessions.press(profileId, session.id, keys).then((answer) => {
        if (answer?.ok === true && answer.value.outcome === 'delivered')
          say(`${session.title} has got ${keys.join(' ')}.`);
      }),
    answer: (session, choose) => {
      let label = '';
      const keysOn = (screen: string) => {
        const found = choose(screen);
        label = found?.label ?? '';
        return found?.keys ?? null;
      };
      void sessions.answer(profileId, session, keysOn).then((answer) => {
        if (answer?.ok === true && answer.value.outcome === 'delivered') say(`${session.title} is told: ${label}.`);
      });
    },
    goOn: (session) =>
      void sessions.send(profileId, session.id, { text: goOnText }).then((answer) => {
        if (answer.ok && answer.value.outcome === 'delivered') return say(`${session.title} is told to continue.`);
        say(answer.ok ? (answer.value.reason ?? `${session.title} did not take it.`) : answer.failure.message);
        // Where it can be looked at, and sent again.
        panel('talk', session);
      }),
    resume: (session, isForced) =>
      void sessions.resume(profileId, session.id, isForced).then((answer) => {
        if (answer?.ok === true) say(`${session.title} goes on with its conversation.`);
      }),
    rename: (session) => panel('rename', session),
    save: (session) =>
      void sessions.transcript(profileId, session.id).then((answer) => {
        if (answer?.ok !== true) return;
        const { fileName, text, isCut } = answer.value;
        saveText(fileName, text);
        say(isCut ? `${fileName} is saved; it holds only the end of what was said.` : `${fileName} is saved.`);
      }),
    stop: (session) => {
      const isAskedFor = session.state !== 'dead' || session.worktreeBranch !== null;
      if (isAskedFor) {
        agents.setState({ kind: 'stop', profileId, sessionId: session.id, back: null }, true);
        return;
      }
      void sessions.stop(profileId, session.id).then((answer) => {
        if (answer?.ok === true) say(`${session.title} is removed.`);
      });
    },
    dismiss: ({ id }) => sessions.dismiss(profileId, id),
  };
}
