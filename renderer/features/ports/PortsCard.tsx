import type { HostPort } from '../../../main/contract/host-ports.ts';
import type { Problem } from '../../api/problem.ts';
import { Button } from '../../ui/Button.tsx';
import { ProblemCard } from '../../ui/ProblemCard.tsx';
import { isLoopback } from './exposure.ts';
import './ports.css';

interface PortsCardProps {
  readonly ports: readonly HostPort[] | null;
  readonly problem: Problem | null;
  readonly nameOf: (instanceId: string) => string;
  readonly onRetry: () => void;
}

/** The listening ports of a host: who holds them, and who may reach them. */
export function PortsCard({ ports, problem, nameOf, onRetry }: PortsCardProps) {
  const sorted = [...(ports ?? [])].sort((one, other) => one.port - other.port);
  return (
    <section className="card" aria-labelledby="ports-title">
      <div className="card-head">
        <h2 id="ports-title">Listening ports</h2>
        <span className="end dim num">{ports === null ? '' : sorted.length}</span>
      </div>
      {problem !== null && (
        <div className="ports-problem">
          <ProblemCard title="Reading the ports failed" problem={problem}>
            <Button look="primary" onClick={onRetry}>
              Retry
            </Button>
          </ProblemCard>
        </div>
      )}
      {ports === null && problem === null && <p className="ports-wait faint">Reading the ports…</p>}
      {ports !== null && sorted.length === 0 && (
        <p className="ports-wait faint">No port listens that this user may see.</p>
      )}
      <ul className="ports num">
        {sorted.map((port) => (
          <li key={`${port.port}-${port.address}-${port.pid}`}>
            <span className="mono">{port.port}</span>
            <span className="cut" title={port.command ?? ''}>
              {ownerOf(port, nameOf)}
            </span>
            <span className={reachOf(port).isOpen ? 'warn' : 'faint'}>{reachOf(port).words}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function ownerOf({ kind, instanceId, command, user }: HostPort, nameOf: (instanceId: string) => string): string {
  if (kind === 'nginx') return 'Berth’s nginx';
  if (kind === 'foreign') return [command ?? 'another program', user].filter(Boolean).join(' · ');
  const name = instanceId === null ? 'an instance' : nameOf(instanceId);
  return kind === 'claim' ? `${name} · claimed, not listening` : name;
}

function reachOf({ address, command }: HostPort): { readonly words: string; readonly isOpen: boolean } {
  if (address === null) return { words: 'closed', isOpen: false };
  if (isLoopback(address)) return { words: 'this server only', isOpen: false };
  const isEverywhere = ['0.0.0.0', '::', '*', '[::]'].includes(address);
  return { words: isEverywhere ? 'every network' : address, isOpen: command !== 'sshd' };
}
