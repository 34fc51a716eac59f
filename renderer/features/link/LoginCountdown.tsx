import { useNow } from '../../lib/use-now.ts';

interface LoginCountdownProps {
  readonly expiresAtMs: number;
  readonly isChecking: boolean;
}

/** Until when the host waits for an answer, and that it was sent one. Its line is always there, so nothing jumps. */
export function LoginCountdown({ expiresAtMs, isChecking }: LoginCountdownProps) {
  const nowMs = useNow();
  const leftSeconds = Math.ceil((expiresAtMs - nowMs) / 1000);
  return (
    <p className="login-countdown num" data-late={leftSeconds <= 0 && !isChecking}>
      {/* Only this is announced: seconds read aloud would drown the question. */}
      <span role="status">{isChecking ? 'The server checks your answer…' : ''}</span>
      {!isChecking && countdownWords(expiresAtMs, leftSeconds)}
    </p>
  );
}

function countdownWords(expiresAtMs: number, leftSeconds: number): string {
  if (leftSeconds <= 0) return 'The server has probably hung up by now. Cancel and connect again to be asked anew.';
  const until = new Date(expiresAtMs).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
  return `The server waits until ${until}, ${leftWords(leftSeconds)} more.`;
}

/** Seconds only when they begin to matter. */
function leftWords(seconds: number): string {
  if (seconds <= 30) return seconds === 1 ? '1 second' : `${seconds} seconds`;
  if (seconds < 90) return 'about a minute';
  return `about ${Math.round(seconds / 60)} minutes`;
}
