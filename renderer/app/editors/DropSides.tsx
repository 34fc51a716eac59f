import { useStore } from 'zustand';
import { useCover } from '../../ui/overlays.ts';
import { draggedTab } from './tab-drag.ts';
import './panes.css';

/** The half of the stage that a dragged tab would take. */
export function DropSides() {
  const side = useStore(draggedTab, (drag) => drag?.side ?? null);
  useCover(side !== null);
  if (side === null) return null;
  return (
    <div className="drop-side" data-side={side} aria-hidden="true">
      Show on this side
    </div>
  );
}
