import { useId } from 'react';
import type { SshConfigHost } from '../../../../main/contract/profile-exchange.ts';
import { addressWords, isTakeable } from './ssh-config-choice.ts';

interface SshConfigTableProps {
  readonly hosts: readonly SshConfigHost[];
  readonly ticked: ReadonlySet<string>;
  readonly onChange: (ticked: ReadonlySet<string>) => void;
}

/** The hosts of `~/.ssh/config`: those that can be taken over have a box to tick, the others say why not. */
export function SshConfigTable({ hosts, ticked, onChange }: SshConfigTableProps) {
  const takeable = hosts.filter(isTakeable);
  const isAll = takeable.length > 0 && takeable.every(({ name }) => ticked.has(name));
  const toggle = (name: string) => {
    const others = [...ticked].filter((known) => known !== name);
    onChange(new Set(ticked.has(name) ? others : [...others, name]));
  };
  return (
    <div className="pick-frame">
      <table className="pick-table">
        <thead>
          <tr>
            <th scope="col">
              <input
                type="checkbox"
                aria-label="All of them"
                checked={isAll}
                disabled={takeable.length === 0}
                ref={(box) => {
                  if (box !== null) box.indeterminate = ticked.size > 0 && !isAll;
                }}
                onChange={() => onChange(new Set(isAll ? [] : takeable.map(({ name }) => name)))}
              />
            </th>
            <th scope="col">Name</th>
            <th scope="col">Address</th>
            <th scope="col">Way</th>
          </tr>
        </thead>
        <tbody>
          {hosts.map((host) => (
            <HostRow key={host.name} host={host} isTicked={ticked.has(host.name)} onToggle={() => toggle(host.name)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface HostRowProps {
  readonly host: SshConfigHost;
  readonly isTicked: boolean;
  readonly onToggle: () => void;
}

function HostRow({ host, isTicked, onToggle }: HostRowProps) {
  const id = useId();
  const isFree = isTakeable(host);
  const isSaved = host.profileId !== null;
  const problem = isSaved ? null : host.problem;
  const hasReason = isSaved || problem !== null;
  return (
    <tr data-off={!isFree || undefined}>
      <td>
        <input
          id={id}
          type="checkbox"
          checked={isTicked}
          disabled={!isFree}
          aria-describedby={hasReason ? `${id}-reason` : undefined}
          onChange={onToggle}
        />
      </td>
      <td>
        <label htmlFor={id}>{host.name}</label>
        {isSaved && (
          <span id={`${id}-reason`} className="faint">
            Already in Berth
          </span>
        )}
      </td>
      {problem === null ? (
        <>
          <td className="mono">{addressWords(host)}</td>
          <td>{host.jumps.length === 0 ? 'straight' : host.jumps.join(' → ')}</td>
        </>
      ) : (
        <td id={`${id}-reason`} colSpan={2} className="pick-problem">
          {problem}
        </td>
      )}
    </tr>
  );
}
