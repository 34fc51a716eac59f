import type { HostPort } from '../../../main/contract/host-ports.ts';
import type { Problem } from '../../api/problem.ts';
import { Button } from '../../ui/Button.tsx';
import { ProblemCard } from '../../ui/ProblemCard.tsx';
import { type PortRow, portRows } from './port-rows.ts';
import './ports.css';

interface PortsCardProps {
  readonly ports: readonly HostPort[] | null;
  readonly problem: Problem | null;
  readonly nameOf: (instanceId: string) => string;
  readonly onRetry: () => void;
}

/** The listening ports of a host: who holds them, and who may reach them. */
export function PortsCard({ ports, problem, nameOf, onRetry }: PortsCardProps) {
  const rows = portRows(ports ?? [], nameOf);
  return (
    <section className="card" aria-labelledby="ports-title">
      <div className="card-head">
        <h2 id="ports-title">Listening ports</h2>
        <span className="end dim num">{ports === null ? '' : rows.length}</span>
      </div>
      {problem !== null && ports === null && (
        <div className="ports-problem">
          <ProblemCard title="Reading the ports failed" problem={problem}>
            <Button look="primary" onClick={onRetry}>
              Retry
            </Button>
          </ProblemCard>
        </div>
      )}
      {ports === null && problem === null && <p className="ports-wait faint">Reading the ports…</p>}
      {ports !== null && rows.length === 0 && (
        <p className="ports-wait faint">No port listens that this user may see.</p>
      )}
      <ul className="ports num">
        {rows.map((row) => (
          <li key={`${row.port} ${row.owner}`}>
            <span className="mono">{row.port}</span>
            <span className="cut" title={row.command ?? ''}>
              {row.owner}
            </span>
            <span className={(row.reach === 'one' || row.reach === 'every') && !row.isSsh ? 'warn' : 'faint'}>
              {reachWords(row)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function reachWords({ reach, address }: PortRow): string {
  return reach === 'one'
    ? `on ${address}`
    : { closed: 'closed', host: 'this server only', every: 'every network' }[reach];
}
