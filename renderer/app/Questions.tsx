import { useStore } from 'zustand';
import { LoginQuestionDialog } from '../features/link/LoginQuestionDialog.tsx';
import { linkView } from '../features/link/link-view.ts';
import { goalBehind, shownQuestion } from '../features/link/login-question.ts';
import { QuestionDialog } from '../features/link/QuestionDialog.tsx';
import { rememberPlace } from '../features/secrets/secrets-model.ts';
import { UnlockSecrets } from '../features/secrets/UnlockSecrets.tsx';
import { useBerth } from './use-berth.ts';

/** What hosts ask on the way to them, wherever the user is; one question at a time, and one that runs out goes first. */
export function Questions() {
  const app = useBerth();
  const { profiles } = useStore(app.profiles.store);
  const links = useStore(app.link.store);
  const selectedId = useStore(app.layout, ({ profileId }) => profileId);
  const isEditing = useStore(app.dialog, ({ kind }) => kind !== 'none');
  const place = useStore(app.secrets.store, ({ status }) => rememberPlace(status));
  const find = (id: string | undefined) => profiles.find((profile) => profile.id === id) ?? null;

  const asked = shownQuestion(links);
  const asker = find(asked?.profileId);
  if (asked !== null && asker !== null) {
    const isUnderWay = (id: string) =>
      ['connecting', 'reconnecting'].includes(linkView(links.statuses[id], links.attempts[id]).kind);
    const { question, isChecking } = asked;
    return (
      <LoginQuestionDialog
        profile={asker}
        goal={goalBehind(asker.id, profiles, isUnderWay)?.name ?? null}
        question={question}
        isChecking={isChecking}
        onAnswer={(answers) => void app.link.answer(asker.id, question, answers)}
      />
    );
  }
  const asking = Object.keys(links.attempts).filter((id) => links.attempts[id]?.phase === 'asking');
  const profile = find(asking.find((id) => id === selectedId) ?? asking[0]);
  const attempt = profile === null ? undefined : links.attempts[profile.id];
  if (profile === null || attempt?.phase !== 'asking' || isEditing) return null;
  const { problem } = attempt;
  return (
    <QuestionDialog
      key={profile.id}
      model={app.link}
      profile={profile}
      problem={problem}
      jump={problem.jump === null ? null : find(problem.jump.profileId)}
      remembering={{
        place,
        unlock: <UnlockSecrets model={app.secrets} onOpened={() => void app.link.connect(profile.id)} />,
      }}
    />
  );
}
