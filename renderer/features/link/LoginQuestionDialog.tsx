import { PasswordInput, TextInput } from '@mantine/core';
import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import type { LoginQuestion } from '../../../main/contract/hosts.ts';
import type { Profile } from '../../../main/contract/profiles.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { LoginCountdown } from './LoginCountdown.tsx';
import { WayNote } from './WayNote.tsx';
import './link.css';

interface LoginQuestionDialogProps {
  readonly profile: Profile;
  /** The host that is really being reached, when this one only stands on the way. */
  readonly goal: string | null;
  readonly question: LoginQuestion;
  /** It was answered; the host has not said yet what it thinks of that. */
  readonly isChecking: boolean;
  readonly onAnswer: (answers: readonly string[] | null) => void;
}

/** What a host asks while somebody logs in. It stays open from one round of questions to the next. */
export function LoginQuestionDialog({ profile, goal, question, isChecking, onAnswer }: LoginQuestionDialogProps) {
  const { title, instruction } = question;
  return (
    <Dialog
      title={`${profile.name} asks`}
      isOpen
      onClose={() => onAnswer(null)}
      width={460}
      closesOnClickOutside={false}
    >
      {goal !== null && <WayNote goal={goal} jump={profile.name} />}
      <div className="server-words">
        <p className="server-title">{title}</p>
        {instruction !== '' && <p>{instruction}</p>}
      </div>
      <Answers key={question.id} question={question} isChecking={isChecking} onAnswer={onAnswer} />
    </Dialog>
  );
}

type AnswersProps = Pick<LoginQuestionDialogProps, 'question' | 'isChecking' | 'onAnswer'>;

/** The fields of one round. What is typed lives in them only, and is gone with the round. */
function Answers({ question: { prompts, expiresAtMs }, isChecking, onAnswer }: AnswersProps) {
  const [answers, setAnswers] = useState<readonly string[]>(() => prompts.map(() => ''));
  const form = useRef<HTMLFormElement>(null);
  // The dialog puts the focus into its first field only when it opens, not when another round begins in it.
  useEffect(() => form.current?.querySelector('input')?.focus(), []);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!isChecking) onAnswer(answers);
  };
  return (
    <form ref={form} className="dialog-body" onSubmit={submit}>
      {prompts.map(({ text, isEchoed }, index) => {
        const field = {
          label: labelOf(text, index),
          value: answers[index] ?? '',
          readOnly: isChecking,
          maxLength: 4096,
          autoComplete: 'off',
          spellCheck: false,
          'data-autofocus': index === 0 || undefined,
          onChange: ({ currentTarget }: { readonly currentTarget: HTMLInputElement }) =>
            setAnswers((known) => known.with(index, currentTarget.value)),
        };
        const toggle = { 'aria-label': 'Show what is typed', tabIndex: 0 };
        // The prompts of one round have no other identity than their place.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        if (isEchoed) return <TextInput key={index} {...field} />;
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        return <PasswordInput key={index} {...field} visibilityToggleButtonProps={toggle} />;
      })}
      <LoginCountdown expiresAtMs={expiresAtMs} isChecking={isChecking} />
      <div className="dialog-actions">
        <Button onClick={() => onAnswer(null)}>Cancel</Button>
        <Button type="submit" look="primary" disabled={isChecking}>
          {prompts.length === 0 ? 'Continue' : 'Send'}
        </Button>
      </div>
    </form>
  );
}

/** Servers end their prompts with a colon, which a label above a field needs as little as the space behind it. */
function labelOf(text: string, index: number): string {
  const words = text.trim().replace(/\s*:$/, '');
  return words === '' ? `Answer ${index + 1}` : words;
}
