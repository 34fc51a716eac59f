import { type RefObject, useMemo, useState } from 'react';
import type { ForwardKind } from '../../../../main/contract/forwards.ts';
import type { Profile } from '../../../../main/contract/profiles.ts';
import { countOf } from '../../../lib/format.ts';
import { Button } from '../../../ui/Button.tsx';
import { ProblemCard } from '../../../ui/ProblemCard.tsx';
import { SearchField } from '../../../ui/SearchField.tsx';
import { Segments } from '../../../ui/Segments.tsx';
import { type ForwardsState, forwardsOf, placeKey } from '../forwards-model.ts';
import type { PortList } from '../ports-model.ts';
import { LocalPortDialog } from './LocalPortDialog.tsx';
import { PortTable } from './PortTable.tsx';
import type { PortActions } from './port-actions.ts';
import { portRows } from './port-rows.ts';
import { type PortFilter, type PortLine, plainPortView, portLines, shownLines, sortedBy } from './port-table.ts';
import './port-table.css';

interface PortTableCardProps {
  readonly profile: Profile;
  readonly list: PortList | null;
  readonly forwards: ForwardsState;
  readonly isLinked: boolean;
  readonly nameOf: (instanceId: string) => string;
  /** Repositories that a forward may be remembered with. */
  readonly repositories: readonly { readonly id: string; readonly name: string }[];
  readonly actions: PortActions;
  readonly searchField: RefObject<HTMLInputElement | null>;
  readonly onRetry: () => void;
}

const filters = [
  { value: 'all', label: 'All' },
  { value: 'repositories', label: 'Editors' },
  { value: 'reachable', label: 'Reachable' },
  { value: 'forwarded', label: 'Forwarded' },
] as const satisfies readonly { value: PortFilter; label: string }[];

/** Every port of a host: who listens, who may reach it, and what of it is on this computer. */
export function PortTableCard(props: PortTableCardProps) {
  const { profile, list, forwards, isLinked, nameOf, repositories, actions, searchField, onRetry } = props;
  const [view, setView] = useState(plainPortView);
  const [asked, setAsked] = useState<PortLine | null>(null);
  const { ports, problem } = list ?? { ports: null, problem: null };
  const own = useMemo(
    () => (forwards.forwards ?? []).filter(({ profileId }) => profileId === profile.id),
    [forwards.forwards, profile.id],
  );
  const lines = useMemo(() => portLines(portRows(ports ?? [], nameOf), own, nameOf), [ports, own, nameOf]);
  const shown = shownLines(lines, view);
  const forward = (line: PortLine, kind: ForwardKind, localPort: number | null = null) =>
    actions.forward({ profileId: profile.id, port: line.port, kind, address: line.forwardAddress, localPort });
  return (
    <section className="card port-card" aria-labelledby="port-table-title">
      <div className="card-head">
        <h2 id="port-table-title">Listening on this server</h2>
        <span className="faint num" role="status">
          {ports === null ? '' : shown.length === lines.length ? lines.length : `${shown.length} of ${lines.length}`}
          <span className="hidden-text"> ports</span>
        </span>
        <span className="end port-tools">
          <Segments
            legend="Show ports"
            isTool
            name="port-filter"
            value={view.filter}
            options={filters}
            onChange={(filter) => setView({ ...view, filter })}
          />
          <SearchField
            label="Search ports"
            placeholder="Search"
            value={view.search}
            onSearch={(search) => setView({ ...view, search })}
            field={searchField}
            onEnterList={(field) => field.closest('section')?.querySelector<HTMLElement>('.port-primary')?.focus()}
          />
        </span>
      </div>
      {problem !== null && ports === null && (
        <div className="card-problem">
          <ProblemCard title="Reading the ports failed" problem={problem} detailLabel="Show details">
            <Button look="primary" onClick={onRetry}>
              Try again
            </Button>
          </ProblemCard>
        </div>
      )}
      {ports === null && problem === null && (
        <p className="card-note faint">{isLinked ? 'Reading the ports…' : 'The ports are read once the link is up.'}</p>
      )}
      {ports !== null && shown.length === 0 && (
        <EmptyPorts
          filter={view.filter}
          search={view.search.trim()}
          totalCount={lines.length}
          onShowAll={() => setView(plainPortView)}
        />
      )}
      {shown.length > 0 && (
        <PortTable
          profileId={profile.id}
          lines={shown}
          view={view}
          onSort={(sort) => setView(sortedBy(view, sort))}
          isLinked={isLinked}
          isBusy={({ port }) => forwards.busy.has(placeKey({ profileId: profile.id, port }))}
          // The dialog shows it, too.
          problemOf={({ port }) =>
            asked?.port === port ? null : (forwards.problems[placeKey({ profileId: profile.id, port })] ?? null)
          }
          onDismiss={({ port }) => actions.dismiss({ profileId: profile.id, port })}
          repositories={repositories}
          actions={actions}
          onForward={(line, kind) => void forward(line, kind)}
          onAskPort={setAsked}
        />
      )}
      {asked !== null && (
        <LocalPortDialog
          port={asked.port}
          present={
            forwardsOf(own, { profileId: profile.id, port: asked.port }).find(({ kind }) => kind === 'tcp')
              ?.localPort ?? null
          }
          onForward={(localPort) => forward(asked, 'tcp', localPort)}
          onClose={() => {
            actions.dismiss({ profileId: profile.id, port: asked.port });
            setAsked(null);
          }}
        />
      )}
    </section>
  );
}

const emptyWords: Readonly<Record<PortFilter, readonly [what: string, next: string]>> = {
  all: ['No port listens that this user may see.', 'Start a program in a terminal; its port is listed here at once.'],
  repositories: [
    'No editor runs, and nothing that one started listens.',
    'Start a development server in the terminal of an editor, such as "npm run dev": it is noticed and offered here.',
  ],
  reachable: [
    'Nothing on this server is open to a network.',
    'What listens on the server itself only is reached by forwarding it.',
  ],
  forwarded: [
    'Nothing is forwarded to this computer yet.',
    'Press Open beside a web server, or Forward beside anything else: it is reached here as if it ran here.',
  ],
};

function EmptyPorts(props: {
  readonly filter: PortFilter;
  readonly search: string;
  readonly totalCount: number;
  readonly onShowAll: () => void;
}) {
  const { filter, search, totalCount, onShowAll } = props;
  const isSearched = search !== '';
  const [what, next] = isSearched
    ? [`Nothing matches “${search}”.`, 'Search by number, program, user or repository.']
    : emptyWords[filter];
  return (
    <div className="ports-empty">
      <p>{what}</p>
      <p className="dim">{next}</p>
      {(isSearched || filter !== 'all') && (
        <Button isSmall onClick={onShowAll}>
          Show all {countOf(totalCount, 'port')}
        </Button>
      )}
    </div>
  );
}
