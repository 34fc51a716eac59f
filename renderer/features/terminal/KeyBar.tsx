import { type BarKey, barKeys } from './key-bar.ts';

interface KeyBarProps {
  readonly isControlHeld: boolean;
  readonly onControl: () => void;
  readonly onKey: (key: BarKey) => void;
}

const words: Readonly<Record<string, readonly [shown: string, label: string]>> = {
  Left: ['←', 'Arrow left'],
  Right: ['→', 'Arrow right'],
  Up: ['↑', 'Arrow up'],
  Down: ['↓', 'Arrow down'],
  Enter: ['⏎', 'Enter'],
  '/': ['/', 'Slash'],
  '|': ['|', 'Pipe'],
};

/** Keys that the keyboard of a phone lacks. The keyboard stays open while they are pressed. */
export function KeyBar({ isControlHeld, onControl, onKey }: KeyBarProps) {
  return (
    <div className="key-bar" role="toolbar" aria-label="Keys">
      {barKeys.map((key) => {
        const [shown, label] = words[key] ?? [key, key];
        return (
          <button
            key={key}
            type="button"
            aria-label={label}
            aria-pressed={key === 'Ctrl' ? isControlHeld : undefined}
            // A button that takes the focus would close the keyboard.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => (key === 'Ctrl' ? onControl() : onKey(key))}
          >
            {shown}
          </button>
        );
      })}
    </div>
  );
}
