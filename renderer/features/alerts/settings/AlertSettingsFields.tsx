import { TextInput } from '@mantine/core';
import { type SubmitEvent, useRef, useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { ProblemCard } from '../../../ui/ProblemCard.tsx';
import { SettingsGroup } from '../../../ui/SettingsGroup.tsx';
import { BrowserNoticesLine } from '../BrowserNoticesLine.tsx';
import type { BrowserNotices } from '../browser-notices.ts';
import { AlertRuleFields } from './AlertRuleFields.tsx';
import {
  type AlertSettingsErrors,
  type AlertSettingsForm,
  alertSettingsForm,
  checkAlertSettings,
  type MuteChoice,
  measuredKinds,
  plainKinds,
} from './alert-settings-form.ts';
import type { AlertSettingsModel, AlertSettingsState } from './alert-settings-model.ts';
import { TriedWays } from './TriedWays.tsx';

interface AlertSettingsFieldsProps {
  readonly model: AlertSettingsModel;
  readonly state: Extract<AlertSettingsState, { phase: 'ready' }>;
  readonly browserNotices: BrowserNotices | null;
}

/** The form; it checks by the contract's schema and keeps everything typed. */
export function AlertSettingsFields({ model, state, browserNotices }: AlertSettingsFieldsProps) {
  const { settings, task, problem, tried } = state;
  const [form, setForm] = useState(() => alertSettingsForm(settings, Date.now()));
  const [errors, setErrors] = useState<AlertSettingsErrors>({});
  const [isSaved, setIsSaved] = useState(false);
  const [isChanged, setIsChanged] = useState(false);
  const element = useRef<HTMLFormElement>(null);
  const editCount = useRef(0);
  const change = (part: Partial<AlertSettingsForm>) => {
    setForm((known) => ({ ...known, ...part }));
    setErrors({});
    editCount.current += 1;
    setIsSaved(false);
    setIsChanged(true);
  };
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const checked = checkAlertSettings(form, settings, Date.now());
    if (!checked.ok) {
      setErrors(checked.errors);
      requestAnimationFrame(() => element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    const sentEdit = editCount.current;
    const hasSaved = await model.save(checked.settings);
    // What was typed while the answer was on its way is not saved.
    if (!hasSaved || sentEdit !== editCount.current) return;
    setIsSaved(true);
    setIsChanged(false);
    if (checked.settings.mutedUntilMs !== null) setForm((known) => ({ ...known, mute: 'kept' }));
  };
  const hasWay = settings.delivery.webhookUrl !== null || settings.delivery.ntfyUrl !== null;
  const rule = (kind: (typeof plainKinds)[number] | (typeof measuredKinds)[number]) => (
    <AlertRuleFields
      key={kind}
      kind={kind}
      form={form.rules[kind]}
      error={errors[kind]}
      onChange={(part) => change({ rules: { ...form.rules, [kind]: { ...form.rules[kind], ...part } } })}
    />
  );
  return (
    <form ref={element} className="settings-form" noValidate onSubmit={(event) => void submit(event)}>
      <SettingsGroup title="Figures" note="The server looks once a minute; a value that wavers does not ring all day.">
        <div className="alert-rules">{measuredKinds.map(rule)}</div>
      </SettingsGroup>
      <SettingsGroup title="Events">
        <div className="alert-rules">{plainKinds.map(rule)}</div>
      </SettingsGroup>
      <SettingsGroup
        title="Notices with the app closed"
        note="The server sends them by itself. While an address is set, a small process of Berth (under 1 MB) stays there, also when no editor runs; after a restart of the server it is back the next time that Berth connects."
      >
        <TextInput
          label="Webhook"
          description="Gets a POST with JSON for each alert."
          placeholder="https://example.com/hook"
          autoComplete="off"
          spellCheck={false}
          value={form.webhookUrl}
          error={errors.webhookUrl}
          onChange={({ currentTarget }) => change({ webhookUrl: currentTarget.value })}
        />
        <TextInput
          label="ntfy topic"
          description="Whoever knows the topic can read it, so choose a name that nobody guesses."
          placeholder="https://ntfy.sh/a-long-name-of-your-own"
          autoComplete="off"
          spellCheck={false}
          value={form.ntfyUrl}
          error={errors.ntfyUrl}
          onChange={({ currentTarget }) => change({ ntfyUrl: currentTarget.value })}
        />
        {hasWay && (
          <div className="field-row">
            <Button isSmall isBusy={task !== null || isChanged} onClick={() => void model.test()}>
              {task === 'testing' ? 'Sending…' : 'Send a try'}
            </Button>
            {isChanged && <span className="faint">Save first.</span>}
          </div>
        )}
        <TriedWays isTesting={task === 'testing'} tried={tried} />
      </SettingsGroup>
      {browserNotices !== null && <BrowserNoticesLine notices={browserNotices} />}
      <SettingsGroup title="Quiet" note="What happens meanwhile is in the list of alerts.">
        <label className="field-row">
          <span>Notices are</span>
          <select
            className="select"
            value={form.mute}
            onChange={({ currentTarget }) => change({ mute: currentTarget.value as MuteChoice })}
          >
            <option value="off">on</option>
            {settings.mutedUntilMs !== null && (
              <option value="kept">muted until {new Date(settings.mutedUntilMs).toLocaleString()}</option>
            )}
            <option value="1">muted for an hour</option>
            <option value="8">muted for 8 hours</option>
            <option value="24">muted for a day</option>
            <option value="168">muted for a week</option>
          </select>
        </label>
      </SettingsGroup>
      <SettingsGroup title="When memory is short">
        <div className="alert-rule">
          <label>
            <input
              type="checkbox"
              checked={form.suspendsUnderPressure}
              onChange={({ currentTarget }) => change({ suspendsUnderPressure: currentTarget.checked })}
            />
            Put idle editors to sleep
          </label>
          <span className="alert-note faint">
            Above the memory figure; the longest idle first, one a minute, never one that is told not to sleep.
          </span>
        </div>
      </SettingsGroup>
      {problem !== null && <ProblemCard title="Saving the settings failed" problem={problem} />}
      <div className="settings-foot">
        <div className="settings-outcome">
          {isSaved ? (
            <Notice tone="good" isLive>
              Saved on the server.
            </Notice>
          ) : (
            <p className="faint" role="status">
              Kept on the server, for everybody who uses it as this user.
            </p>
          )}
        </div>
        <div className="dialog-actions">
          <Button onClick={model.close}>{isSaved ? 'Done' : 'Cancel'}</Button>
          <Button type="submit" look="primary" disabled={task !== null}>
            {task === 'saving' ? 'Saving…' : 'Save'}
          </Button>
        </div>
      </div>
    </form>
  );
}
