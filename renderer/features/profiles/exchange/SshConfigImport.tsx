import { useEffect, useRef, useState } from 'react';
import type { ImportReport } from '../../../../main/contract/profile-exchange.ts';
import type { Answer, Problem } from '../../../api/problem.ts';
import { countOf } from '../../../lib/format.ts';
import { Button } from '../../../ui/Button.tsx';
import { ProblemCard } from '../../../ui/ProblemCard.tsx';
import { RadioList } from '../../../ui/RadioList.tsx';
import type { SshConfigReading } from '../profiles-model.ts';
import { SshConfigTable } from './SshConfigTable.tsx';
import { companions, isTakeable } from './ssh-config-choice.ts';

interface SshConfigImportProps {
  /** The name that alone is ticked at first; null ticks all. */
  readonly wanted: string | null;
  readonly read: () => Promise<Answer<SshConfigReading>>;
  readonly take: (hosts: readonly string[], isLive: boolean) => Promise<Answer<ImportReport>>;
  readonly onReport: (report: ImportReport) => void;
  readonly onCancel: () => void;
  readonly onByHand: () => void;
}

/** Takes servers over from `~/.ssh/config`. */
export function SshConfigImport({ read, onByHand, ...props }: SshConfigImportProps) {
  const [reading, setReading] = useState<Answer<SshConfigReading> | null>(null);
  const look = () => {
    setReading(null);
    void read().then(setReading);
  };
  useEffect(() => {
    void read().then(setReading);
  }, [read]);
  if (reading === null) {
    return (
      <p className="dim settings-wait" role="status">
        Reading ~/.ssh/config…
      </p>
    );
  }
  if (!reading.ok) {
    return (
      <ProblemCard title="Reading ~/.ssh/config failed" problem={reading.failure}>
        <Button look="primary" onClick={look}>
          Try again
        </Button>
      </ProblemCard>
    );
  }
  if (reading.value.hosts.length === 0) {
    return (
      <div className="empty exchange-empty">
        <h2>~/.ssh/config names no server</h2>
        <p>
          Servers that you reach with a short name, such as <span className="mono">ssh frankfurt</span>, would be listed
          here. Patterns like <span className="mono">Host *</span> are no servers.
        </p>
        <PassedOver problems={reading.value.problems} />
        <div className="field-row">
          <Button look="primary" onClick={onByHand}>
            Add one by hand
          </Button>
          <Button onClick={look}>Look again</Button>
        </div>
      </div>
    );
  }
  return <Choice reading={reading.value} {...props} />;
}

type ChoiceProps = Omit<SshConfigImportProps, 'read' | 'onByHand'> & { readonly reading: SshConfigReading };

const kinds = [
  {
    value: 'live',
    label: 'Follow the file',
    note: 'Berth reads it before each connection: what you change there counts here.',
  },
  {
    value: 'copy',
    label: 'Copy the values',
    note: 'Later changes of the file do not reach Berth; you edit them here.',
  },
] as const;

function Choice({ reading, wanted, take, onReport, onCancel }: ChoiceProps) {
  const { hosts, problems } = reading;
  const [ticked, setTicked] = useState<ReadonlySet<string>>(
    () =>
      new Set(hosts.filter((host) => isTakeable(host) && (wanted ?? host.name) === host.name).map(({ name }) => name)),
  );
  const [kind, setKind] = useState<'live' | 'copy'>('live');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const along = companions(hosts, ticked);
  const element = useRef<HTMLFormElement>(null);
  useEffect(() => {
    // The button that led here had the focus, and is gone with its form.
    if (wanted !== null) element.current?.querySelector<HTMLElement>('[type="submit"]')?.focus();
  }, [wanted]);
  const add = async () => {
    setIsBusy(true);
    const answer = await take([...ticked], kind === 'live');
    setIsBusy(false);
    if (answer.ok) onReport(answer.value);
    else setProblem(answer.failure);
  };
  return (
    <form
      ref={element}
      className="profile-form"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <SshConfigTable hosts={hosts} ticked={ticked} onChange={setTicked} />
      <PassedOver problems={problems} />
      <RadioList legend="What Berth keeps" name="importKind" value={kind} options={kinds} onChange={setKind} />
      {problem !== null && <ProblemCard title="Importing failed" problem={problem} />}
      <div className="settings-foot">
        <p className="settings-outcome dim" role="status">
          {along.length > 0 && `${along.join(', ')} ${along.length === 1 ? 'comes' : 'come'} along, as the way.`}
        </p>
        <div className="dialog-actions">
          <Button onClick={onCancel}>Cancel</Button>
          <Button type="submit" look="primary" disabled={isBusy || ticked.size === 0}>
            Import {countOf(ticked.size, 'server')}
          </Button>
        </div>
      </div>
    </form>
  );
}

function PassedOver({ problems }: Pick<SshConfigReading, 'problems'>) {
  if (problems.length === 0) return null;
  return (
    <details className="details passed-over">
      <summary>{countOf(problems.length, 'line')} passed over</summary>
      <ul>
        {problems.map(({ file, lineNumber, message }) => (
          <li key={`${file}:${lineNumber}:${message}`}>
            <span className="mono">
              {file}:{lineNumber}
            </span>{' '}
            {message}
          </li>
        ))}
      </ul>
    </details>
  );
}
