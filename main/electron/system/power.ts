import { type BrowserWindow, powerMonitor } from '#electron';

/** Whether somebody can be in front of this machine. */
export interface Presence {
  /** True while the screen is locked or the machine sleeps. */
  isAway(): boolean;
  /** Tells the present state, then each change; the returned function ends that. */
  follow(listener: (presence: { readonly isAway: boolean }) => void): () => void;
}

/** Follows sleep and the lock of the screen. `onWake` is called whenever the machine comes back from sleep. */
export function followPower(window: BrowserWindow, onWake: () => void): Presence {
  const listeners = new Set<(presence: { readonly isAway: boolean }) => void>();
  let isAsleep = false;
  let isLocked = false;
  let wasAway = false;
  const isAway = () => isAsleep || isLocked;
  const change = (set: () => void) => () => {
    set();
    if (isAway() === wasAway) return;
    wasAway = isAway();
    for (const listener of listeners) listener({ isAway: wasAway });
  };
  powerMonitor.on(
    'suspend',
    change(() => {
      isAsleep = true;
    }),
  );
  const awake = change(() => {
    isAsleep = false;
  });
  powerMonitor.on('resume', () => {
    awake();
    onWake();
  });
  powerMonitor.on(
    'lock-screen',
    change(() => {
      isLocked = true;
    }),
  );
  powerMonitor.on(
    'unlock-screen',
    change(() => {
      isLocked = false;
    }),
  );
  // Who uses the window is there, whatever the system forgot to tell.
  window.on(
    'focus',
    change(() => {
      isAsleep = false;
      isLocked = false;
    }),
  );
  return {
    isAway,
    follow(listener) {
      listeners.add(listener);
      listener({ isAway: isAway() });
      return () => listeners.delete(listener);
    },
  };
}
