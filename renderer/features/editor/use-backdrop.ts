import { useCallback, useEffect, useState } from 'react';
import type { BerthClient } from '../../api/berth-client.ts';
import { ask } from '../../api/problem.ts';

/** A dialog waits no longer for its backdrop than this, milliseconds; a person notices a tenth of a second. */
const longestWaitMs = 150;

/** The picture of a view that takes its place while it is hidden. */
export interface Backdrop {
  /** A `data:` address; null while there is none. */
  readonly image: string | null;
  /** True once the picture is there, or cannot be waited for: the view may be hidden. */
  readonly isUp: boolean;
  /** Lets the picture go, once the view is back. */
  readonly drop: () => void;
}

/** Pictures a view as long as something else is to be seen in its place. */
export function useBackdrop(views: BerthClient['views'], tabId: string, isNeeded: boolean): Backdrop {
  const [image, setImage] = useState<string | null>(null);
  const [isUp, setIsUp] = useState(false);
  useEffect(() => {
    if (!isNeeded) return;
    let isGone = false;
    const goUp = () => {
      if (!isGone) setIsUp(true);
    };
    const limit = setTimeout(goUp, longestWaitMs);
    const picture = async () => {
      const answer = await ask(() => views.snapshot({ tabId }));
      // A view that cannot be pictured is hidden without: its tab's own colour is there instead.
      const taken = answer.ok && answer.value.image !== null ? await decoded(answer.value.image) : null;
      if (isGone) return;
      if (taken !== null) setImage(taken);
      goUp();
    };
    void picture();
    return () => {
      isGone = true;
      clearTimeout(limit);
      setIsUp(false);
    };
  }, [views, tabId, isNeeded]);
  const drop = useCallback(() => setImage(null), []);
  return { image, isUp: isNeeded && isUp, drop };
}

/** A picture that is drawn at once when it is shown; null for one that cannot be. */
async function decoded(address: string): Promise<string | null> {
  const image = new Image();
  image.src = address;
  try {
    await image.decode();
    return address;
  } catch {
    // A picture that is broken is no picture.
    return null;
  }
}
