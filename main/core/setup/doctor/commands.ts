import type { CheckFix } from '../../../contract/setup.ts';
import type { Facts } from './facts.ts';

/** Quotes a text for a POSIX shell. */
export function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A command that this user may run. */
export function command(text: string): CheckFix {
  return { kind: 'command', command: text };
}

/** A command that only root may run. */
export function rootCommand(facts: Facts, text: string): CheckFix {
  return command(asRoot(facts, text));
}

/** The same as text. What is more than one plain command needs a shell that is root itself. */
export function asRoot(facts: Facts, text: string): string {
  if (facts.account?.uid === 0) return text;
  return /[|&;<>$`"'\\\n]/.test(text) ? `sudo sh -c ${quote(text)}` : `sudo ${text}`;
}

/** Puts lines into a file of root's, as its whole or at its end, and runs `then` as root afterwards. */
export function writeCommand(
  facts: Facts,
  { lines, file, isAppended = false }: { lines: readonly string[]; file: string; isAppended?: boolean },
  then: string | null = null,
): CheckFix {
  const told = `printf '%s\\n' ${lines.map(quote).join(' ')}`;
  const isRoot = facts.account?.uid === 0;
  const write = isRoot
    ? `${told} >${isAppended ? '>' : ''}${file}`
    : `${told} | sudo tee ${isAppended ? '-a ' : ''}${file}`;
  return command(then === null ? write : `${write} && ${asRoot(facts, then)}`);
}

/** Puts lines where sshd takes its first value from, and lets it read them; open connections keep what they have. */
export function sshdCommand(facts: Facts, lines: readonly string[]): CheckFix {
  const told = facts.sshd?.file.exact ?? '';
  // A host that names another file must not make an administrator write to that.
  const file = /^\/(usr\/)?etc\/ssh\/[\w.-]+$/.test(told) ? told : '/etc/ssh/sshd_config';
  const insert = `sed -i ${quote(`1i ${lines.join('\\n')}`)} ${file}`;
  const reload = 'systemctl reload ssh || systemctl reload sshd || kill -HUP "$(cat /run/sshd.pid)"';
  return rootCommand(facts, `${insert} && sshd -t && { ${reload}; }`);
}

/** The setup of the host shows what it will do first. */
export const setUp: CheckFix = { kind: 'setup', label: 'Set it up…' };
