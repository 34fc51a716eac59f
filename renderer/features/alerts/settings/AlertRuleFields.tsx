import { TextInput } from '@mantine/core';
import type { AlertKind } from '../../../../main/contract/alerts.ts';
import { alertTitles } from '../alert-words.ts';
import type { RuleForm } from './alert-settings-form.ts';

const notes: Partial<Record<AlertKind, string>> = {
  'disk-forecast': 'At the pace of the last hours it is full within a day.',
  'instance-crashed': 'Nobody asked for it; also when it was started again.',
  'out-of-memory': 'The server ended a program for want of memory.',
  'instance-suspended': 'Idle for long, or to make room.',
  'setup-broken': 'Berth’s nginx, the way to an editor, or VS Code itself.',
  certificate: 'Of the public address: ends within 14 days.',
  'agent-waiting': 'It asks something and goes on when it is answered.',
  'agent-ended': 'Its turn is done, or its program ended.',
  'agent-memory': 'Above 80 % of the limit that it was given.',
};

interface RuleProps {
  readonly kind: AlertKind;
  readonly form: RuleForm;
  readonly error: string | undefined;
  readonly onChange: (part: Partial<RuleForm>) => void;
}

/** One kind of alert: on or off, and its figures where it has some. */
export function AlertRuleFields({ kind, form, error, onChange }: RuleProps) {
  const title = alertTitles[kind];
  const note = notes[kind];
  const figure = (label: string, key: 'raised' | 'cleared' | 'minutes') => (
    <TextInput
      className="short-field"
      size="xs"
      aria-label={`${title}: ${label}`}
      inputMode="decimal"
      autoComplete="off"
      disabled={!form.isEnabled}
      value={form[key]}
      error={error !== undefined}
      onChange={({ currentTarget }) => onChange({ [key]: currentTarget.value })}
    />
  );
  return (
    <div className="alert-rule">
      <label>
        <input
          type="checkbox"
          checked={form.isEnabled}
          onChange={({ currentTarget }) => onChange({ isEnabled: currentTarget.checked })}
        />
        {title}
      </label>
      {note === undefined ? (
        <span className="alert-figures dim">
          above {figure('above percent', 'raised')} % for {figure('for minutes', 'minutes')} min, until below{' '}
          {figure('over below percent', 'cleared')} %
        </span>
      ) : (
        <span className="alert-note faint">{note}</span>
      )}
      {error !== undefined && <span className="bad">{error}</span>}
    </div>
  );
}
