import { TextInput } from '@mantine/core';
import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import { type SessionSettings, sessionSettings } from '../../../../main/contract/session-words.ts';
import type { BerthClient } from '../../../api/berth-client.ts';
import { ask, type Problem } from '../../../api/problem.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { ProblemCard } from '../../../ui/ProblemCard.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import type { SessionsModel } from '../sessions-model.ts';
import '../../../ui/forms.css';
import './upkeep.css';

interface LimitsDialogProps {
  readonly client: Pick<BerthClient, 'sessions'>;
  readonly model: Pick<SessionsModel, 'configure'>;
  readonly profileId: string;
  readonly hostName: string;
  readonly onClose: () => void;
}

type Field = keyof SessionSettings;
type Typed = Readonly<Record<Field, string>>;

const fields: readonly { readonly name: Field; readonly label: string; readonly note: string }[] = [
  {
    name: 'mostAgents',
    label: 'Agents of yours',
    note: 'At most so many run at the same time. One more is refused, with the names of those that could be stopped.',
  },
  {
    name: 'mostAgentsOfAll',
    label: 'Agents of all users',
    note: 'Of everybody on this server together, as far as Berth can see them.',
  },
  {
    name: 'idleStopMinutes',
    label: 'Stop idle agents after, in minutes',
    note: 'Only one that is done, has no program of its own at work and nobody looking. 0 is never. Its conversation can be taken up again.',
  },
];

/** How many agents a host runs at most, and when idle ones are stopped; kept on the host, for every desktop. */
export function LimitsDialog({ client, model, profileId, hostName, onClose }: LimitsDialogProps) {
  const [typed, setTyped] = useState<Typed | null>(null);
  const [errors, setErrors] = useState<Partial<Record<Field, string>>>({});
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isSaving, setSaving] = useState(false);
  const [tries, setTries] = useState(0);
  const element = useRef<HTMLFormElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another try asks again
  useEffect(() => {
    let isShown = true;
    void ask(() => client.sessions.settings({ profile: profileId })).then((answer) => {
      if (!isShown) return;
      setProblem(answer.ok ? null : answer.failure);
      if (answer.ok) setTyped(typedOf(answer.value));
    });
    return () => {
      isShown = false;
    };
  }, [client, profileId, tries]);
  const save = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (typed === null || isSaving) return;
    const checked = sessionSettings.safeParse(
      Object.fromEntries(
        fields.map(({ name }) => [name, typed[name].trim() === '' ? Number.NaN : Number(typed[name])]),
      ),
    );
    if (!checked.success) {
      setErrors(Object.fromEntries(checked.error.issues.map(({ path, message }) => [String(path[0]), plain(message)])));
      requestAnimationFrame(() => element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    setSaving(true);
    const answer = await model.configure(profileId, checked.data);
    setSaving(false);
    if (answer.ok) onClose();
    else setProblem(answer.failure);
  };
  return (
    <Dialog title={`Agents on ${hostName}`} isOpen onClose={onClose} width={480} closesOnClickOutside={false}>
      {problem !== null && (
        <ProblemCard
          title={typed === null ? 'Reading the limits failed' : 'Saving the limits failed'}
          problem={problem}
        >
          {typed === null && (
            <Button look="primary" onClick={() => setTries(tries + 1)}>
              Try again
            </Button>
          )}
        </ProblemCard>
      )}
      {typed === null && problem === null && <Waiting words="Reading the limits from the server…" />}
      {typed !== null && (
        <form ref={element} className="dialog-body" noValidate onSubmit={(event) => void save(event)}>
          {fields.map(({ name, label, note }, index) => (
            <TextInput
              key={name}
              className="limit-field"
              label={label}
              description={note}
              inputWrapperOrder={['label', 'input', 'error', 'description']}
              inputMode="numeric"
              autoComplete="off"
              data-autofocus={index === 0 || undefined}
              value={typed[name]}
              error={errors[name]}
              onChange={({ currentTarget }) => {
                setTyped({ ...typed, [name]: currentTarget.value });
                setErrors({});
              }}
            />
          ))}
          <div className="dialog-actions">
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" look="primary" isBusy={isSaving}>
              {isSaving ? 'Saving…' : 'Save'}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}

function typedOf({ mostAgents, mostAgentsOfAll, idleStopMinutes }: SessionSettings): Typed {
  return {
    mostAgents: String(mostAgents),
    mostAgentsOfAll: String(mostAgentsOfAll),
    idleStopMinutes: String(idleStopMinutes),
  };
}

/** What is no number at all, in words of people. */
const plain = (message: string) => (message.startsWith('Invalid input') ? 'Must be a whole number' : message);
