import { useStore } from 'zustand';
import { LinkPanel } from '../../features/link/LinkPanel.tsx';
import type { EditorTabInfo } from '../model/layout-state.ts';
import { useBerth, useLinkView } from '../use-berth.ts';

interface PagePlaceholderProps {
  readonly tab: EditorTabInfo;
  readonly name: string;
}

/** What the tab of a forwarded page shows until it is there: the link, or that it is on its way. */
export function PagePlaceholder({ tab: { profileId }, name }: PagePlaceholderProps) {
  const app = useBerth();
  const profile = useStore(app.profiles.store, (state) => state.profiles.find(({ id }) => id === profileId));
  const view = useLinkView(profileId);
  if (view.kind === 'connected' || profile === undefined) return <p className="dim">Opening {name}…</p>;
  const edit = () => app.dialog.setState({ kind: 'edit', profile }, true);
  const explain = () => app.connection.open(profileId);
  return <LinkPanel model={app.link} profile={profile} view={view} onEdit={edit} onExplain={explain} />;
}
