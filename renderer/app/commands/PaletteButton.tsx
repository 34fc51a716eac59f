import { Search } from 'lucide-react';
import { useBerth } from '../use-berth.ts';
import { openPalette } from './open-palette.ts';
import { useKeyWords } from './use-key-words.ts';
import './palette-button.css';

/** Opens the palette, and says by which keys it opens too. */
export function PaletteButton() {
  const app = useBerth();
  const keys = useKeyWords('palette');
  return (
    <button
      type="button"
      className="palette-button"
      aria-haspopup="dialog"
      title={keys === '' ? 'Go to anything' : `Go to anything (${keys})`}
      onClick={() => openPalette(app, 'all')}
    >
      <Search size={14} aria-hidden="true" />
      <span className="palette-button-words">Go to anything</span>
      {keys !== '' && (
        <span className="key palette-button-keys" aria-hidden="true">
          {keys}
        </span>
      )}
    </button>
  );
}
