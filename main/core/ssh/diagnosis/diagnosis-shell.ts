import type { Failure } from '../../../contract/failure.ts';
import { plainText } from '../plain-text.ts';
import { type DiagnosisCause, diagnosisFailure } from './diagnosis-causes.ts';

/** What a host said about the account, line by line behind a word that only this attempt knows. */
export interface ShellFacts {
  readonly facts: Readonly<Record<string, string>>;
  /** What came before: start-up files that print something. */
  readonly noise: string;
}

/**
 * POSIX sh. Only looks: it tries no write, for what it would leave behind. `df` tells blocks of 1024 bytes in the fourth
 * column of its second line.
 */
export function shellQuestions(nonce: string): string {
  return `LC_ALL=C
export LC_ALL
say() { printf '%s %s %s\\n' '${nonce}' "$1" "$2"; }
say shell "\${SHELL:-}"
say home "\${HOME:-}"
[ -d "\${HOME:-}" ] && say homeExists yes
[ -w "\${HOME:-}" ] && say homeWritable yes
say freeKilobytes "$(df -Pk "\${HOME:-/}" 2>/dev/null | awk 'NR == 2 { print $4 }')"
say bash "$(bash --norc -c 'printf %s "\${BASH_VERSINFO[0]}.\${BASH_VERSINFO[1]}"' 2>/dev/null </dev/null)"
command -v flock >/dev/null 2>&1 && say flock yes
say clock "$(date +%s)"
say end yes
exit 0
`;
}

/** Reads the answers; null when the word never came or not to the end. */
export function readShellFacts(output: string, nonce: string): ShellFacts | null {
  const lines = output.split('\n');
  const first = lines.findIndex((line) => line.startsWith(`${nonce} `));
  if (first < 0) return null;
  const facts: Record<string, string> = {};
  for (const line of lines) {
    const [word, name = '', ...rest] = line.split(' ');
    if (word === nonce) facts[name] = plainText(rest.join(' '), 300);
  }
  return facts.end === 'yes' ? { facts, noise: plainText(lines.slice(0, first).join('\n').trim(), 300) } : null;
}

/** Berth's scripts take about 1 MB; below this a home counts as full. */
const fullBelowKilobytes = 1024;

/** What is wrong with the account; null when nothing is. */
export function judgeShell({ facts }: ShellFacts): Failure | null {
  const cause = causeOf(facts);
  return cause === null ? null : diagnosisFailure(cause);
}

function causeOf(facts: ShellFacts['facts']): DiagnosisCause | null {
  if (facts.homeExists !== 'yes') return 'home-missing';
  if (facts.homeWritable !== 'yes') return 'home-unwritable';
  const free = Number(facts.freeKilobytes);
  if (facts.freeKilobytes !== '' && free < fullBelowKilobytes) return 'disk-full';
  if (!isNewEnough(facts.bash ?? '')) return 'no-bash';
  return facts.flock === 'yes' ? null : 'no-flock';
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 4 || (major === 4 && minor >= 4);
}

/** The sentence about a host whose account is good. */
export function describeShell({ facts, noise }: ShellFacts): string {
  const shell = facts.shell === '' ? 'The login shell' : `The login shell ${facts.shell}`;
  const quiet =
    noise === '' ? '' : ` Its start-up files print something first, which does no harm: “${firstLine(noise)}”.`;
  return `${shell} hands over, bash ${facts.bash} and flock are there, and the home folder ${facts.home} can be written.${quiet}`;
}

const firstLine = (text: string) => plainText(text.split('\n')[0] ?? '', 80);

/** Compares the clocks; `askedAtMs` and `answeredAtMs` are around the moment when the host read its own. */
export function describeClocks(hostSeconds: number, askedAtMs: number, answeredAtMs: number): string {
  const skewSeconds = Math.round(hostSeconds - (askedAtMs + answeredAtMs) / 2_000);
  const size = Math.abs(skewSeconds);
  if (size <= 60) return 'The clocks of the server and of this computer agree.';
  const told = size < 7_200 ? `${Math.round(size / 60)} minutes` : `${Math.round(size / 3_600)} hours`;
  const way = skewSeconds > 0 ? 'ahead of' : 'behind';
  return `The clock of the server is ${told} ${way} the one of this computer; set the wrong one right.`;
}
