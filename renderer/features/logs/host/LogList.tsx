import { formatAgo, formatBytes } from '../../../lib/format.ts';
import { useNowText } from '../../../lib/use-now.ts';
import { useIsPhone } from '../../../ui/use-is-phone.ts';
import type { LogChoice, LogChoices } from './log-choices.ts';

interface LogListProps {
  readonly choices: LogChoices;
  readonly chosenKey: string;
  readonly onChoose: (choice: LogChoice) => void;
}

/** The logs of a host to choose from: a list beside the log, a menu above it on a phone. */
export function LogList({ choices, chosenKey, onChoose }: LogListProps) {
  const isPhone = useIsPhone();
  const groups = [
    { title: 'This server', choices: choices.host },
    { title: 'Repositories', choices: choices.repositories },
  ].filter((group) => group.choices.length > 0);
  if (isPhone) {
    const all = groups.flatMap((group) => group.choices);
    return (
      <select
        className="select log-select"
        aria-label="Which log"
        value={chosenKey}
        onChange={({ currentTarget }) => {
          const choice = all.find(({ key }) => key === currentTarget.value);
          if (choice !== undefined) onChoose(choice);
        }}
      >
        {groups.map((group) => (
          <optgroup key={group.title} label={group.title}>
            {group.choices.map(({ key, subject }) => (
              <option key={key} value={key}>
                {subject.name}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    );
  }
  return (
    <nav className="log-list" aria-label="Logs of this server">
      {groups.map((group) => (
        <section key={group.title} aria-label={group.title}>
          <h3 className="faint">{group.title}</h3>
          {group.choices.map((choice) => (
            <button
              key={choice.key}
              type="button"
              className="log-choice"
              aria-current={choice.key === chosenKey || undefined}
              onClick={() => onChoose(choice)}
            >
              <span className="cut">{choice.subject.name}</span>
              <Facts choice={choice} />
            </button>
          ))}
        </section>
      ))}
      {choices.repositories.length === 0 && (
        <p className="faint log-hint">A repository’s log is here once its editor was started.</p>
      )}
    </nav>
  );
}

function Facts({ choice: { listed } }: { readonly choice: LogChoice }) {
  const age = useNowText((nowMs) => (listed === null ? '' : formatAgo(listed.changedAtMs, nowMs)));
  return (
    <span className="faint num log-facts">
      {listed === null ? 'empty' : `${formatBytes(listed.sizeBytes)} · ${age}`}
    </span>
  );
}
