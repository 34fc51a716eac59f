import { useEffect, useRef, useState } from 'react';
import type { EditorAddress } from '../../../main/contract/instances.ts';
import type { Bounds } from '../../../main/contract/views.ts';
import type { BerthClient } from '../../api/berth-client.ts';
import { ask, type Problem } from '../../api/problem.ts';
import { ProblemCard } from '../../ui/ProblemCard.tsx';

interface ViewEditorProps {
  readonly views: BerthClient['views'];
  readonly tabId: string;
  readonly profileId: string;
  readonly address: EditorAddress;
  readonly isShown: boolean;
}

/** A place on the page that a native view of the desktop lies on; the view follows the place. */
export function ViewEditor({ views, tabId, profileId, address, isShown }: ViewEditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isOpen, setIsOpen] = useState(false);
  const { instanceId, origin } = address;

  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    let isGone = false;
    void ask(() => views.open({ tabId, instanceId, profileId, origin, bounds: boundsOf(element) })).then((answer) => {
      if (isGone) return;
      setProblem(answer.ok ? null : answer.failure);
      setIsOpen(answer.ok);
    });
    return () => {
      isGone = true;
      setIsOpen(false);
      void ask(() => views.close({ tabId }));
    };
  }, [views, tabId, instanceId, profileId, origin]);

  useEffect(() => {
    const element = place.current;
    if (element === null || !isOpen) return;
    const move = () => {
      void ask(() => views.place({ tabId, bounds: boundsOf(element), isVisible: isShown })).then((answer) => {
        if (!answer.ok) setProblem(answer.failure);
      });
    };
    const observer = new ResizeObserver(move);
    observer.observe(element);
    window.addEventListener('resize', move);
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', move);
    };
  }, [views, tabId, isShown, isOpen]);

  return (
    <div ref={place} className="editor-frame" data-testid={`view-${instanceId}`}>
      {problem !== null && <ProblemCard title="Showing the editor failed" problem={problem} />}
    </div>
  );
}

function boundsOf(element: Element): Bounds {
  const { x, y, width, height } = element.getBoundingClientRect();
  return { x, y, width, height };
}
