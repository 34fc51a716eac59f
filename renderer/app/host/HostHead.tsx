import { useStore } from 'zustand';
import type { HostStats } from '../../../main/contract/hosts.ts';
import type { Profile } from '../../../main/contract/profiles.ts';
import { LinkLine } from '../../features/link/LinkLine.tsx';
import type { LinkView } from '../../features/link/link-view.ts';
import type { RepositoryRow } from '../../features/repositories/list/repository-rows.ts';
import { Button } from '../../ui/Button.tsx';
import { ColorMark } from '../../ui/ColorMark.tsx';
import { useKeptFocus } from '../../ui/use-kept-focus.ts';
import { useKeyWords } from '../commands/use-key-words.ts';
import { useBerth } from '../use-berth.ts';
import { type Attention, attentionOf } from './attention.ts';
import { HostMenu } from './HostMenu.tsx';
import { StaleLead } from './StaleLead.tsx';

interface HostHeadProps {
  readonly profile: Profile;
  readonly view: LinkView;
  readonly rows: readonly RepositoryRow[] | null;
  readonly stats: HostStats | null;
  readonly onEdit: () => void;
  readonly onHelp: (repositoryId: string) => void;
}

/** The host's name, the sentence about it, and what can be done with it. */
export function HostHead({ profile, view, rows, stats, onEdit, onHelp }: HostHeadProps) {
  const { link, bulk, cleanup, doctor, connection, sessions } = useBerth();
  const keys = useKeyWords('check-up');
  const isLinked = view.kind === 'connected';
  // With something known on the page, a lost link is told in this place, so that nothing below it moves.
  const isStale = !isLinked && stats !== null && view.kind !== 'failed';
  // Who waits for a server that does not come back is offered to stop waiting; else a link stays as it is.
  const canStop = isStale && view.kind !== 'disconnected';
  const many = useStore(bulk.store, (state) => state[profile.id]);
  const leftOut =
    many?.phase === 'failed' ? many.failures.map(({ repository }) => ({ name: repository, action: many.action })) : [];
  const sessionList = useStore(sessions.store, (state) => state[profile.id]?.list?.sessions);
  const waiting = (sessionList ?? []).filter(({ state }) => state === 'waiting').map(({ title }) => title);
  const attention = isLinked && rows !== null ? attentionOf(rows, stats, leftOut, waiting) : null;
  const help = attention?.help ?? null;
  // A button that was pressed may be gone with the state that it was for.
  const head = useKeptFocus<HTMLDivElement>(view.kind);
  return (
    <div ref={head} tabIndex={-1} className="host-head">
      <div className="host-lead">
        <div className="host-title">
          <h1>
            <ColorMark color={profile.color} />
            {profile.name}
          </h1>
          <LinkLine view={view} hostName={profile.name} onOpen={() => connection.open(profile.id)} />
        </div>
        {attention !== null && <Sentence attention={attention} />}
        {isStale && <StaleLead view={view} />}
        {attention === null && !isStale && (
          <p className="dim">
            {profile.user}@{profile.address}
            {profile.port === 22 ? '' : `, port ${profile.port}`}
          </p>
        )}
      </div>
      <div className="host-actions">
        {help !== null && (
          <Button look="primary" onClick={() => onHelp(help.repositoryId)}>
            Start {help.name} again
          </Button>
        )}
        {isStale && view.kind !== 'connecting' && (
          <Button look="primary" onClick={() => void link.connect(profile.id)}>
            {view.kind === 'reconnecting' ? 'Try now' : 'Connect'}
          </Button>
        )}
        {isLinked && (
          <Button title={keys} onClick={() => void doctor.open(profile.id)}>
            Check up…
          </Button>
        )}
        {isLinked && <Button onClick={() => void cleanup.preview(profile.id, 'leftovers')}>Clean up…</Button>}
        {canStop && <Button onClick={() => void link.disconnect(profile.id)}>Disconnect</Button>}
        <HostMenu profile={profile} isLinked={isLinked} canDisconnect={isLinked || canStop} onEdit={onEdit} />
      </div>
    </div>
  );
}

function Sentence({ attention: { level, words } }: { readonly attention: Attention }) {
  return (
    <p className="dim" role="status" data-testid="attention" data-level={level}>
      {words.map(({ text, isStrong }, index) =>
        // The words have no other identity than their place in the sentence.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        isStrong ? <b key={index}>{text}</b> : <span key={index}>{text}</span>,
      )}
    </p>
  );
}
