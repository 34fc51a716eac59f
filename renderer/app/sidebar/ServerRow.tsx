import { Ellipsis } from 'lucide-react';
import { type DragEvent, type KeyboardEvent, useState } from 'react';
import { useStore } from 'zustand';
import type { Profile } from '../../../main/contract/profiles.ts';
import { LinkMark, linkWord } from '../../features/link/LinkMark.tsx';
import { moveBy } from '../../features/profiles/arrange-profiles.ts';
import { ColorMark } from '../../ui/ColorMark.tsx';
import { DropMenu } from '../../ui/DropMenu.tsx';
import { openHost } from '../model/editor-flow.ts';
import { useBerth, useLinkView } from '../use-berth.ts';
import { useServerMenu } from '../use-server-menu.ts';

interface ServerRowProps {
  readonly profile: Profile;
  readonly isSelected: boolean;
  /** All ids in their order; null while only some are shown, when there is no place to move to. */
  readonly order: readonly string[] | null;
  readonly draggedId: string | null;
  readonly onDrag: (profileId: string | null) => void;
  /** The dragged one is to be before the one at `index`. */
  readonly onDrop: (index: number) => void;
  readonly onArrange: (order: readonly string[]) => void;
  readonly onNavigate: () => void;
}

/** One server: its colour, its link, its name and tags, and the menu about it. Alt with an arrow key moves it. */
export function ServerRow(props: ServerRowProps) {
  const { profile, isSelected, order, draggedId, onDrag, onDrop, onArrange, onNavigate } = props;
  const app = useBerth();
  const view = useLinkView(profile.id);
  const isHostPage = useStore(app.layout, ({ activeTabId }) => activeTabId === null);
  const [dropSide, setDropSide] = useState<'before' | 'after' | null>(null);
  const entries = useServerMenu({ profile, order, onArrange, onNavigate });
  const open = () => {
    openHost(app, profile.id);
    onNavigate();
  };
  const press = (event: KeyboardEvent<HTMLElement>) => {
    const step = ({ ArrowUp: -1, ArrowDown: 1 } as const)[event.key];
    if (step === undefined) return;
    event.preventDefault();
    if (!event.altKey) focusNeighbour(event.currentTarget, step);
    else if (order !== null) onArrange(moveBy(order, profile.id, step));
  };
  const isTarget = draggedId !== null && draggedId !== profile.id;
  const hover = (event: DragEvent<HTMLElement>) => {
    if (!isTarget) return;
    event.preventDefault();
    setDropSide(sideOf(event));
  };
  const drop = (event: DragEvent<HTMLElement>) => {
    event.preventDefault();
    setDropSide(null);
    if (order !== null) onDrop(order.indexOf(profile.id) + (sideOf(event) === 'after' ? 1 : 0));
  };
  const tone = view.kind === 'failed' ? 'bad' : 'faint';
  const address = `${profile.user}@${profile.address}:${profile.port}`;
  return (
    <li
      className="server"
      draggable={order !== null}
      data-dragged={draggedId === profile.id || undefined}
      data-drop={(isTarget && dropSide) || undefined}
      onDragStart={({ dataTransfer }) => {
        dataTransfer.effectAllowed = 'move';
        dataTransfer.setData('text/plain', profile.name);
        onDrag(profile.id);
      }}
      onDragEnd={() => onDrag(null)}
      onDragOver={hover}
      onDragLeave={() => setDropSide(null)}
      onDrop={drop}
    >
      <button
        type="button"
        className="sidebar-row server-open"
        data-selected={isSelected}
        aria-current={isSelected && isHostPage ? 'page' : undefined}
        data-testid={`server-${profile.id}`}
        title={[address, ...profile.tags].join(' · ')}
        onClick={open}
        onKeyDown={press}
      >
        <ColorMark color={profile.color} />
        <LinkMark view={view} />
        <span className="cut">{profile.name}</span>
        <span className="server-tags">
          {profile.tags.map((tag) => (
            <span key={tag} className="server-tag cut">
              {tag}
            </span>
          ))}
        </span>
        {/* The ring says it where there are many; words would stand beside every other server. */}
        <span className={view.kind === 'disconnected' ? 'hidden-text' : `num server-word ${tone}`}>
          {linkWord(view)}
        </span>
      </button>
      <span className="server-menu">
        <DropMenu label={`More for server ${profile.name}`} entries={entries}>
          <Ellipsis size={15} aria-hidden="true" />
        </DropMenu>
      </span>
    </li>
  );
}

const sideOf = ({ clientY, currentTarget }: DragEvent<HTMLElement>) => {
  const { top, height } = currentTarget.getBoundingClientRect();
  return clientY > top + height / 2 ? 'after' : 'before';
};

/** The arrow keys go from server to server; Tab goes to the menu of one and on to the next. */
function focusNeighbour(button: HTMLElement, step: -1 | 1): void {
  const buttons = [...(button.closest('ul')?.querySelectorAll<HTMLElement>('.server-open') ?? [])];
  buttons[buttons.indexOf(button) + step]?.focus();
}
