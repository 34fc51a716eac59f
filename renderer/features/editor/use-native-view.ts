import { type RefObject, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import type { EditorAddress } from '../../../main/contract/instances.ts';
import type { Bounds } from '../../../main/contract/views.ts';
import type { BerthClient } from '../../api/berth-client.ts';
import { ask, type Problem } from '../../api/problem.ts';
import { useBackdrop } from './use-backdrop.ts';
import { createViewPlacer } from './view-placer.ts';

interface NativeViewOptions {
  readonly views: BerthClient['views'];
  readonly tabId: string;
  readonly profileId: string;
  readonly address: EditorAddress;
  readonly zoomFactor: number;
  /** Its tab is shown; null while it is not, else a word for where, because a view can move without changing its size. */
  readonly pane: string | null;
  /** Something lies above the page. */
  readonly isCovered: boolean;
  /** The page shows a card in the view's place. */
  readonly hasCard: boolean;
  /** The view is given up and loads again. */
  readonly isComingBack: boolean;
}

interface NativeView {
  /** The element that the view lies on. */
  readonly place: RefObject<HTMLDivElement | null>;
  readonly problem: Problem | null;
  /** A picture for the place, as a `data:` address, while the view itself cannot be seen. */
  readonly backdrop: string | null;
}

const nowhere: Bounds = { x: 0, y: 0, width: 0, height: 0 };

/** Opens the native view of a tab, keeps it on its place, and closes it with the component. */
export function useNativeView(options: NativeViewOptions): NativeView {
  const { views, tabId, profileId, address, zoomFactor, pane, isCovered, hasCard, isComingBack } = options;
  const { instanceId, origin } = address;
  const place = useRef<HTMLDivElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const isShown = pane !== null;
  const backdrop = useBackdrop(views, tabId, isShown && !hasCard && (isCovered || isComingBack));
  const isVisible = isShown && !hasCard && !(isCovered && backdrop.isUp);
  const placer = useMemo(() => createViewPlacer(views, tabId), [views, tabId]);

  const open = useEffectEvent(() => {
    const bounds = place.current === null ? nowhere : boundsOf(place.current);
    return ask(() => views.open({ tabId, instanceId, profileId, origin, bounds, zoomFactor, isVisible }));
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another address is another view.
  useEffect(() => {
    let isGone = false;
    placer.forget();
    void open().then((answer) => {
      if (isGone) return;
      setIsOpen(answer.ok);
      setProblem(answer.ok ? null : answer.failure);
    });
    return () => {
      isGone = true;
      setIsOpen(false);
      void close(views, tabId);
    };
  }, [views, tabId, instanceId, profileId, origin, placer]);

  const { drop } = backdrop;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a pane changes the place without changing the size.
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    let isGone = false;
    const isBack = isVisible && !isCovered && !isComingBack;
    const move = async () => {
      const isHiddenForMoment = isShown && isCovered && !isVisible;
      const failure = await placer.place({ bounds: boundsOf(element), isVisible, isCovered: isHiddenForMoment });
      if (isGone) return;
      // While the view is on its way there may be nothing to place yet; what is wrong then is told by the opening.
      if (isOpen) setProblem(failure);
      if (isBack) drop();
    };
    const follow = () => void move();
    const observer = new ResizeObserver(follow);
    observer.observe(element);
    window.addEventListener('resize', follow);
    follow();
    return () => {
      isGone = true;
      observer.disconnect();
      window.removeEventListener('resize', follow);
    };
  }, [placer, pane, isShown, isVisible, isCovered, isComingBack, isOpen, drop]);

  return { place, problem, backdrop: backdrop.image };
}

/** A view whose user stays with unsaved work is at least not left above what comes in its place. */
async function close(views: BerthClient['views'], tabId: string): Promise<void> {
  const answer = await ask(() => views.close({ tabId }));
  if (answer.ok && !answer.value.isClosed) {
    await ask(() => views.place({ tabId, bounds: nowhere, isVisible: false, isCovered: false }));
  }
}

function boundsOf(element: Element): Bounds {
  const { x, y, width, height } = element.getBoundingClientRect();
  return { x, y, width, height };
}
