import { closeSync, fstatSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';

interface RotatingFileOptions {
  readonly file: string;
  /** Beyond this the file is set aside, bytes. */
  readonly largestBytes: number;
  /** How many that were set aside are kept, as `<file>.1` (the latest), `<file>.2` … */
  readonly keptCount: number;
}

/** Where log lines go. */
export interface LogDestination {
  write(line: string): void;
}

/** Moves the file and those set aside before it on by one place; the last falls out. */
function setAside({ file, keptCount }: RotatingFileOptions): void {
  rmSync(`${file}.${keptCount}`, { force: true });
  for (let place = keptCount; place > 1; place -= 1) {
    const older = `${file}.${place - 1}`;
    if (statSync(older, { throwIfNoEntry: false }) !== undefined) renameSync(older, `${file}.${place}`);
  }
  renameSync(file, `${file}.1`);
}

/**
 * Appends lines to a file of this user (0600) that never grows without end. Each is written at once: a line that still
 * waits in memory when the process dies is the one that was needed. A full disk costs lines, and the next one that can be
 * written says how many; it never costs the app.
 */
export function rotatingFile(options: RotatingFileOptions): LogDestination {
  const { file, largestBytes } = options;
  let opened: { readonly descriptor: number; sizeBytes: number } | null = null;
  let lostCount = 0;
  const open = () => {
    const descriptor = openSync(file, 'a', 0o600);
    opened = { descriptor, sizeBytes: fstatSync(descriptor).size };
    return opened;
  };
  /** Windows moves no file that is open here; and another process of Berth may have set it aside already. */
  const rotate = ({ descriptor }: { readonly descriptor: number }) => {
    opened = null;
    closeSync(descriptor);
    if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) >= largestBytes) setAside(options);
  };
  const append = (text: string) => {
    const present = opened ?? open();
    writeSync(present.descriptor, text);
    present.sizeBytes += Buffer.byteLength(text);
  };
  const tryTo = (action: () => void): boolean => {
    try {
      action();
      return true;
    } catch {
      // Nothing is left to tell it to: this is the log.
      return false;
    }
  };
  // A folder that cannot be written to is told at the start.
  open();
  return {
    write(line) {
      const present = opened;
      // One that another process holds open is tried again with the next line.
      if (present !== null && present.sizeBytes >= largestBytes) tryTo(() => rotate(present));
      const lost = lostCount > 0 ? lostLine(lostCount) : '';
      if (tryTo(() => append(lost + line))) lostCount = 0;
      else lostCount += 1;
    },
  };
}

/** As the logger writes a warning. */
function lostLine(lostCount: number): string {
  return `${JSON.stringify({ level: 40, time: Date.now(), lostCount, msg: 'lines could not be written' })}\n`;
}
