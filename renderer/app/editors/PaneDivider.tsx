import type { KeyboardEvent, PointerEvent } from 'react';
import { useStore } from 'zustand';
import { setLeftShare } from '../model/tabs/panes.ts';
import { useBerth } from '../use-berth.ts';
import { holdPointer } from './hold-pointer.ts';
import './panes.css';

/** How far an arrow key moves the line, as a share of the width. */
const keyStep = 0.02;

/** The line between two editors; it is dragged, or moved with the arrow keys, and a double click puts it in the middle. */
export function PaneDivider({ leftShare }: { readonly leftShare: number }) {
  const { layout } = useBerth();
  const { split, tabs } = useStore(layout);
  const move = (share: number) => layout.setState((state) => setLeftShare(state, share), true);
  const drag = ({ currentTarget, pointerId, clientX }: PointerEvent<HTMLElement>) => {
    const stage = currentTarget.closest('main')?.getBoundingClientRect();
    if (stage === undefined || !currentTarget.hasPointerCapture(pointerId)) return;
    move((clientX - stage.left) / stage.width);
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -keyStep, ArrowRight: keyStep }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    move(leftShare + step);
  };
  if (split === null || tabs.length < 2) return null;
  return (
    <hr
      className="pane-divider"
      aria-orientation="vertical"
      aria-label="Width of the two editors"
      aria-valuemin={20}
      aria-valuemax={80}
      aria-valuenow={Math.round(leftShare * 100)}
      tabIndex={0}
      onPointerDown={(event) => {
        holdPointer();
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={drag}
      onDoubleClick={() => move(0.5)}
      onKeyDown={press}
    />
  );
}
