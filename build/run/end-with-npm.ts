const lookEveryMs = 1000;

/**
 * Sends this process SIGTERM when the npm that runs it is gone. npm hands a signal only to the shell in between, which ends
 * without telling; a new parent is the one trace of it, and there is no event for that.
 */
export function endWithNpm(): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, lookEveryMs);
  timer.unref();
}
