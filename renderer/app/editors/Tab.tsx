import { Columns2, Pin, X } from 'lucide-react';
import type { KeyboardEvent, MouseEvent as ReactMouseEvent, ReactNode, PointerEvent as ReactPointerEvent } from 'react';
import { ColorMark } from '../../ui/ColorMark.tsx';

/** What more an editor's tab can be than the host's. */
export interface TabExtras {
  readonly isPinned: boolean;
  /** It is one of two that are shown side by side. */
  readonly isPaired: boolean;
  /** It changed while nobody saw it. */
  readonly isUnread: boolean;
  readonly isDragged: boolean;
  readonly onGrab: (event: ReactPointerEvent) => void;
  readonly onMenu: (event: ReactMouseEvent<HTMLElement>) => void;
  /** Moves it one place to the right, or to the left. */
  readonly onMove: (step: 1 | -1) => void;
}

interface TabProps {
  readonly id: string;
  /** Id of the element the tab shows. */
  readonly panel: string;
  readonly testId: string;
  readonly name: string;
  /** Added to the tooltip: the state in words and the keys. */
  readonly hint: string;
  /** The colour of the server it belongs to. */
  readonly color: string;
  readonly isShown: boolean;
  readonly onShow: () => void;
  /** Absent on a tab that cannot be closed. */
  readonly onClose?: () => Promise<unknown>;
  /** The keys that close it, if any. */
  readonly closeKeys?: string;
  /** Absent on the host's own tab, which stays where it is. */
  readonly extras?: TabExtras;
  /** The mark of its state. */
  readonly children: ReactNode;
}

/** One tab of the header; Delete or a middle click closes it, unless it is pinned. */
export function Tab(props: TabProps) {
  const { id, panel, testId, name, hint, color, isShown, onShow, onClose, closeKeys = '', extras, children } = props;
  const close = extras?.isPinned === true ? undefined : onClose;
  return (
    <div
      className="tab"
      data-active={isShown}
      data-pinned={extras?.isPinned || undefined}
      data-paired={extras?.isPaired || undefined}
      data-dragged={extras?.isDragged || undefined}
    >
      <button
        type="button"
        id={id}
        role="tab"
        className="tab-name"
        aria-selected={isShown}
        aria-controls={panel}
        title={[name, hint, extras?.isUnread && 'changed', extras?.isPinned && 'pinned'].filter(Boolean).join(' · ')}
        data-testid={testId}
        onClick={onShow}
        onPointerDown={extras?.onGrab}
        onContextMenu={extras?.onMenu}
        onKeyDown={(event) => {
          if (event.key === 'Delete') void closeByKey(event.currentTarget, close);
          else if (event.altKey && event.shiftKey) move(event, extras?.onMove);
          else moveFocus(event);
        }}
        onAuxClick={({ button }) => {
          if (button === 1) void close?.();
        }}
      >
        <ColorMark color={color} />
        {children}
        <bdi className="cut">{name}</bdi>
        {extras?.isUnread === true && <span className="tab-unread" />}
        {extras?.isPaired === true && <Columns2 className="tab-sign" size={11} aria-hidden="true" />}
        {extras?.isPinned === true && <Pin className="tab-sign" size={11} aria-hidden="true" />}
      </button>
      {close !== undefined && (
        <button
          type="button"
          className="tab-close"
          aria-label={`Close ${name}`}
          title={`Close ${name}; it keeps running${closeKeys === '' ? '' : ` (${closeKeys})`}`}
          onClick={() => void close()}
        >
          <X size={13} aria-hidden="true" />
        </button>
      )}
    </div>
  );
}

const tabsAround = (tab: HTMLElement) => [
  ...(tab.closest('.tabs')?.querySelectorAll<HTMLElement>('[role="tab"]') ?? []),
];

const stepOf = (key: string) => ({ ArrowLeft: -1, ArrowRight: 1 })[key] as 1 | -1 | undefined;

/** The next tab gets the focus of the closed one, so that the keys go on there. */
async function closeByKey(tab: HTMLElement, close: TabProps['onClose']): Promise<void> {
  const tabs = tabsAround(tab);
  const index = tabs.indexOf(tab);
  await close?.();
  if (document.activeElement === document.body) (tabs[index + 1] ?? tabs[index - 1])?.focus();
}

/** Alt, Shift and an arrow move the tab itself. */
function move(event: KeyboardEvent<HTMLElement>, onMove: TabExtras['onMove'] | undefined): void {
  const step = stepOf(event.key);
  if (step === undefined || onMove === undefined) return;
  event.preventDefault();
  const { id } = event.currentTarget;
  onMove(step);
  // The element may have been put elsewhere, which costs it the focus.
  document.getElementById(id)?.focus();
}

/** The arrow keys go from tab to tab; Enter shows the one that has the focus. */
function moveFocus({ key, currentTarget }: KeyboardEvent<HTMLElement>): void {
  const step = stepOf(key);
  if (step === undefined) return;
  const tabs = tabsAround(currentTarget);
  const index = tabs.indexOf(currentTarget);
  tabs[(index + step + tabs.length) % tabs.length]?.focus();
}
