import type { HostStats } from '../../main/contract/hosts.ts';
import type { Profile } from '../../main/contract/profiles.ts';
import type { LinkView } from '../features/link/link-view.ts';
import type { RepositoryRow } from '../features/repositories/repository-rows.ts';
import { Button } from '../ui/Button.tsx';
import { attentionOf } from './attention.ts';
import { useBerth } from './use-berth.ts';

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
  const { link, cleanup } = useBerth();
  const isLinked = view.kind === 'connected';
  const attention = isLinked && rows !== null ? attentionOf(rows, stats) : null;
  return (
    <div className="host-head">
      <div className="host-lead">
        <h1>{profile.name}</h1>
        <p className="dim" role="status" data-testid="attention" data-level={attention?.level}>
          {attention === null ? (
            <span>
              {profile.user}@{profile.address}
              {profile.port === 22 ? '' : `, port ${profile.port}`}
            </span>
          ) : (
            attention.words.map(({ text, isStrong }, index) =>
              // The words have no other identity than their place in the sentence.
              // biome-ignore lint/suspicious/noArrayIndexKey: see above
              isStrong ? <b key={index}>{text}</b> : <span key={index}>{text}</span>,
            )
          )}
        </p>
      </div>
      <div className="host-actions">
        {attention?.help != null && (
          <Button look="primary" onClick={() => onHelp(attention.help?.repositoryId ?? '')}>
            Start {attention.help.name} again
          </Button>
        )}
        {isLinked && <Button onClick={() => void cleanup.preview(profile.id, 'leftovers')}>Clean up…</Button>}
        {isLinked && <Button onClick={() => void link.disconnect(profile.id)}>Disconnect</Button>}
        <Button onClick={onEdit}>Edit…</Button>
      </div>
    </div>
  );
}
