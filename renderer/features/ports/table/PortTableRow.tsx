import { MoreHorizontal } from 'lucide-react';
import type { Forward, ForwardKind } from '../../../../main/contract/forwards.ts';
import type { Problem } from '../../../api/problem.ts';
import { programWords } from '../../../lib/program-name.ts';
import { Button } from '../../../ui/Button.tsx';
import { DropMenu } from '../../../ui/DropMenu.tsx';
import { StateMark } from '../../../ui/StateMark.tsx';
import type { PortActions } from './port-actions.ts';
import { portMenu } from './port-menu.ts';
import { reachWords } from './port-rows.ts';
import { addressHere, type PortLine } from './port-table.ts';

/** A repository that a forward may be remembered with. */
export interface RowRepository {
  readonly id: string;
  readonly name: string;
}

interface PortTableRowProps {
  readonly profileId: string;
  readonly line: PortLine;
  readonly isLinked: boolean;
  readonly isBusy: (line: PortLine) => boolean;
  readonly problemOf: (line: PortLine) => Problem | null;
  readonly onDismiss: (line: PortLine) => void;
  readonly repositories: readonly RowRepository[];
  readonly actions: PortActions;
  readonly onForward: (line: PortLine, kind: ForwardKind) => void;
  readonly onAskPort: (line: PortLine) => void;
}

/** One port: who listens, who may reach it, where it is on this computer, and the button that brings it here. */
export function PortTableRow(props: PortTableRowProps) {
  const { profileId, line, isLinked, repositories, actions } = props;
  const { port, protocol, user, pid, repository, forwards, isSsh, reach, command } = line;
  const isBusy = props.isBusy(line);
  const problem = props.problemOf(line);
  const onForward = (kind: ForwardKind) => props.onForward(line, kind);
  const onAskPort = () => props.onAskPort(line);
  const menu = portMenu(line, { profileId, isLinked, actions, onForward, onAskPort });
  const isOpenly = (reach === 'one' || reach === 'every') && !isSsh;
  const words = programOf(line);
  return (
    <>
      <tr data-port={port} data-forwarded={forwards.length > 0}>
        <th scope="row" className="port-port mono">
          {port}
          {protocol === 'udp' && <span className="faint"> udp</span>}
        </th>
        <td className="port-program" title={command ?? ''}>
          <span className="cut">{words}</span>
          <span className="faint cut port-user">
            {[user, pid === null ? null : `process ${pid}`].filter(Boolean).join(' · ')}
          </span>
        </td>
        <td className="port-repository cut">{repository}</td>
        <td className={`port-reach ${isOpenly ? 'warn' : 'dim'}`}>{reachWords(line)}</td>
        <td className="port-here">
          {forwards.map((forward) => (
            <ForwardHere key={forward.id} forward={forward} repositories={repositories} actions={actions} />
          ))}
        </td>
        <td className="port-do">
          {line.likely !== null && (
            <span className="port-buttons">
              <PrimaryButton {...props} isBusy={isBusy} onForward={onForward} />
              <DropMenu label={`More for port ${port}`} entries={menu}>
                <MoreHorizontal size={15} aria-hidden="true" />
              </DropMenu>
            </span>
          )}
        </td>
      </tr>
      {problem !== null && (
        <tr className="port-problem">
          <td colSpan={6}>
            <p role="alert">
              <span className="bad">{problem.message}</span> {problem.nextStep}
            </p>
            <Button isSmall onClick={onAskPort} disabled={!isLinked}>
              Choose a local port…
            </Button>
            <Button isSmall look="quiet" onClick={() => props.onDismiss(line)}>
              Close
            </Button>
          </td>
        </tr>
      )}
    </>
  );
}

function programOf({ kind, command, user, owner }: PortLine): string {
  if (kind === 'instance') return 'VS Code';
  if (kind === 'claim') return 'kept for its editor';
  if (kind === 'nginx') return owner;
  return command === null ? (user === null ? owner : 'a program') : programWords(command);
}

interface PrimaryButtonProps {
  readonly profileId: string;
  readonly line: PortLine;
  readonly isLinked: boolean;
  readonly isBusy: boolean;
  readonly actions: PortActions;
  readonly onForward: (kind: ForwardKind) => void;
}

/** What one most likely wants: to see a web page, to have anything else here, or to end that. */
function PrimaryButton({ profileId, line, isLinked, isBusy, actions, onForward }: PrimaryButtonProps) {
  const { port, likely, forwards, forwardAddress, isDevServer } = line;
  const [only] = forwards;
  if (likely === 'tcp' && only !== undefined && forwards.every(({ kind }) => kind === 'tcp')) {
    return (
      <Button
        isSmall
        className="port-primary"
        isBusy={isBusy}
        aria-label={`Stop forwarding port ${port}`}
        onClick={() => actions.stop(only)}
      >
        Stop
      </Button>
    );
  }
  const isWeb = likely === 'web';
  return (
    <Button
      isSmall
      className="port-primary"
      look={isDevServer && isLinked ? 'primary' : 'plain'}
      disabled={!isLinked}
      isBusy={isBusy}
      aria-label={isWeb ? `Open port ${port} in a tab` : `Forward port ${port}`}
      onClick={() => (isWeb ? actions.openInTab({ profileId, port, address: forwardAddress }) : onForward('tcp'))}
    >
      {isWeb ? 'Open' : 'Forward'}
    </Button>
  );
}

const forwardStates = { open: 'connected', waiting: 'reconnecting', failed: 'failed' } as const;

interface ForwardHereProps {
  readonly forward: Forward;
  readonly repositories: readonly RowRepository[];
  readonly actions: PortActions;
}

/** Where a port is on this computer, and whether it is there the next time. */
function ForwardHere({ forward, repositories, actions }: ForwardHereProps) {
  const { port, kind, state, failure, repositoryId } = forward;
  const words = kind === 'web' ? 'Web page' : addressHere(forward);
  const isUnlisted = repositoryId !== null && repositories.every(({ id }) => id !== repositoryId);
  return (
    <div
      className="port-forward"
      title={kind === 'web' ? addressHere(forward) : 'Every user of this computer can connect here'}
    >
      <StateMark state={forwardStates[state]} />
      <span>
        <span className={kind === 'web' ? '' : 'mono'}>{words}</span>
        <span className={state === 'open' ? 'hidden-text' : 'dim'}>
          {state === 'open' ? ', open' : state === 'waiting' ? ' · waits for the link' : ' · failed'}
        </span>
      </span>
      <select
        className="port-remember"
        aria-label={`Remember ${kind === 'web' ? 'the web page' : 'the local port'} of port ${port}`}
        title="A remembered forward is opened again with the link"
        value={repositoryId ?? ''}
        onChange={({ currentTarget }) => actions.remember(forward, currentTarget.value || null)}
      >
        <option value="">Not remembered</option>
        {isUnlisted && <option value={repositoryId}>With {repositoryId}</option>}
        {repositories.map(({ id, name }) => (
          <option key={id} value={id}>
            With {name}
          </option>
        ))}
      </select>
      {failure !== null && (
        <span className="port-failure bad">
          {failure.message} {failure.nextStep}
        </span>
      )}
    </div>
  );
}
