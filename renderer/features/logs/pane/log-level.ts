import type { LogKind } from '../../../../main/contract/logs.ts';

/** How grave a line is; null where it says nothing about that. */
export type LogLevel = 'bad' | 'warn' | 'quiet' | null;

const bad =
  /\b(?:error|err|fatal|critical|crit|emerg|alert|panic|uncaught|exception|segfault|SIGSEGV|SIGKILL)\b|\[(?:error|crit|alert|emerg)\]/i;
const warn = /\b(?:warn|warning|deprecated)\b/i;
const quiet = /\b(?:debug|trace|verbose)\b/i;
const request = /^\S+ (\d)\d\d [A-Z]+ /;

/** Where lines say how grave they are: in the first words, so that a path with "error" in it makes none. */
const mostLooked = 160;

/** The level of a line. */
export function levelOf(line: string, kind: LogKind): LogLevel {
  const head = line.slice(0, mostLooked);
  if (kind === 'nginx-access') {
    const status = request.exec(head)?.[1] ?? /" (\d)\d\d \d+/.exec(line)?.[1];
    return status === '5' ? 'bad' : status === '4' ? 'warn' : null;
  }
  if (bad.test(head)) return 'bad';
  if (warn.test(head)) return 'warn';
  return quiet.test(head) ? 'quiet' : null;
}
