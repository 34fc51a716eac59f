import { useState } from 'react';

/** True from the first moment on at which something was so: what was opened then stays, whatever becomes of the link. */
export function useHasBeenLinked(isLinked: boolean): boolean {
  const [hasBeen, setHasBeen] = useState(isLinked);
  if (isLinked && !hasBeen) setHasBeen(true);
  return hasBeen || isLinked;
}
