import { X } from 'lucide-react';
import type { KeyboardEvent, ReactNode } from 'react';
import { ColorMark } from '../../ui/ColorMark.tsx';

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
  readonly onClose?: () => void;
  /** The mark of its state. */
  readonly children: ReactNode;
}

/** One tab of the header; Delete or a middle click closes it. */
export function Tab({ id, panel, testId, name, hint, color, isShown, onShow, onClose, children }: TabProps) {
  return (
    <div className="tab" data-active={isShown}>
      <button
        type="button"
        id={id}
        role="tab"
        className="tab-name"
        aria-selected={isShown}
        aria-controls={panel}
        title={`${name} · ${hint}`}
        data-testid={testId}
        onClick={onShow}
        onKeyDown={(event) => {
          if (event.key === 'Delete') onClose?.();
          else moveFocus(event);
        }}
        onAuxClick={({ button }) => {
          if (button === 1) onClose?.();
        }}
      >
        <ColorMark color={color} />
        {children}
        <span className="cut">{name}</span>
      </button>
      {onClose !== undefined && (
        <button
          type="button"
          className="tab-close"
          aria-label={`Close ${name}`}
          title={`Close ${name}; it keeps running (Alt+W)`}
          onClick={onClose}
        >
          <X size={13} aria-hidden="true" />
        </button>
      )}
    </div>
  );
}

/** The arrow keys go from tab to tab; Enter shows the one that has the focus. */
function moveFocus({ key, currentTarget }: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[key];
  if (step === undefined) return;
  const tabs = [...(currentTarget.closest('.tabs')?.querySelectorAll<HTMLElement>('[role="tab"]') ?? [])];
  const index = tabs.indexOf(currentTarget);
  tabs[(index + step + tabs.length) % tabs.length]?.focus();
}
