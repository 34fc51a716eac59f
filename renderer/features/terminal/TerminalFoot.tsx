import { History, MoreHorizontal, Search } from 'lucide-react';
import { Button, IconButton } from '../../ui/Button.tsx';

interface TerminalFootProps {
  /** What there is to know of the terminal. */
  readonly words: string;
  /** The address of the link below the pointer. */
  readonly hovered: string | null;
  /** How a link is opened: "Ctrl+click". */
  readonly linkWords: string;
  readonly sizeWords: string;
  readonly onHistory: (() => void) | null;
  readonly onFind: () => void;
  readonly onMenu: (place: DOMRect) => void;
  readonly onControl: (() => void) | null;
  readonly onSetup: (() => void) | null;
  readonly keysOf: (action: 'history' | 'find') => string;
}

/** The line below a terminal: how it is kept, whose size it has, where the link below the pointer leads. */
export function TerminalFoot(props: TerminalFootProps) {
  const { words, hovered, linkWords, sizeWords, onHistory, onFind, onMenu, onControl, onSetup, keysOf } = props;
  return (
    <div className="terminal-foot">
      {hovered === null ? (
        <span className="cut faint">{words}</span>
      ) : (
        <span className="cut terminal-link" data-testid="hovered-link">
          <span className="faint">{linkWords} opens </span>
          {hovered}
        </span>
      )}
      {hovered === null && onControl !== null && (
        <Button isSmall look="accent" onClick={onControl}>
          Take control
        </Button>
      )}
      {hovered === null && onSetup !== null && (
        <Button isSmall look="accent" onClick={onSetup}>
          Install tmux…
        </Button>
      )}
      <span className="terminal-foot-room" />
      <span className="faint num terminal-size">{sizeWords}</span>
      {onHistory !== null && (
        <IconButton label="History" hint={keysOf('history')} onClick={onHistory}>
          <History size={14} aria-hidden="true" />
        </IconButton>
      )}
      <IconButton label="Find" hint={keysOf('find')} onClick={onFind}>
        <Search size={14} aria-hidden="true" />
      </IconButton>
      <IconButton
        label="More for this terminal"
        aria-haspopup="menu"
        data-terminal-menu="true"
        onClick={({ currentTarget }) => onMenu(currentTarget.getBoundingClientRect())}
      >
        <MoreHorizontal size={15} aria-hidden="true" />
      </IconButton>
    </div>
  );
}
