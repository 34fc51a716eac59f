import { useStore } from 'zustand';
import { LoginQuestionDialog } from '../../features/link/LoginQuestionDialog.tsx';
import { linkView } from '../../features/link/link-view.ts';
import { goalBehind, shownQuestion } from '../../features/link/login-question.ts';
import { QuestionDialog } from '../../features/link/QuestionDialog.tsx';
import { rememberPlace } from '../../features/secrets/secrets-model.ts';
import { UnlockSecrets } from '../../features/secrets/UnlockSecrets.tsx';
import { useBerth } from '../use-berth.ts';

/** What hosts ask on the way to them, wherever the user is. One that runs out lies over the others, which keep what is typed. */
export function Questions() {
  return (
    <>
      <LastingQuestion />
      <LoginQuestion />
    </>
  );
}

/** What a refused attempt asks; it waits for its answer as long as it takes. */
function LastingQuestion() {
  const app = useBerth();
  const { profiles } = useStore(app.profiles.store);
  const attempts = useStore(app.link.store, (links) => links.attempts);
  const selectedId = useStore(app.layout, ({ profileId }) => profileId);
  const isEditing = useStore(app.dialog, ({ kind }) => kind !== 'none');
  const place = useStore(app.secrets.store, ({ status }) => rememberPlace(status));
  const find = (id: string | undefined) => profiles.find((profile) => profile.id === id) ?? null;
  const asking = Object.keys(attempts).filter((id) => attempts[id]?.phase === 'asking');
  const profile = find(asking.find((id) => id === selectedId) ?? asking[0]);
  const attempt = profile === null ? undefined : attempts[profile.id];
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

/** What a host asks during a login, and waits for only so long. */
function LoginQuestion() {
  const { profiles: saved, link } = useBerth();
  const { profiles } = useStore(saved.store);
  const links = useStore(link.store);
  const asked = shownQuestion(links);
  const asker = profiles.find(({ id }) => id === asked?.profileId);
  if (asked === null || asker === undefined) return null;
  const isUnderWay = (id: string) =>
    ['connecting', 'reconnecting'].includes(linkView(links.statuses[id], links.attempts[id]).kind);
  const { question, isChecking } = asked;
  return (
    <LoginQuestionDialog
      profile={asker}
      goal={goalBehind(asker.id, profiles, isUnderWay)?.name ?? null}
      question={question}
      isChecking={isChecking}
      onAnswer={(answers) => void link.answer(asker.id, question, answers)}
    />
  );
}
