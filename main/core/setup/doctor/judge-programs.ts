import { compareVersions } from '../versions.ts';
import { rootCommand, setUp } from './commands.ts';
import type { Facts } from './facts.ts';
import type { Knowledge } from './knowledge.ts';
import { fail, ok, unread, type Verdict, warn } from './texts.ts';

/** A program of the distribution. */
export function judgeProgram({ programs }: Facts, name: 'nginx' | 'tmux' | 'git'): Verdict {
  if (programs === null) return unread;
  const found = programs[name];
  if (found === null) return warn('It is not installed.', setUp);
  return ok(found.version === 'unknown' ? `It is at ${found.path}.` : `${found.version}, at ${found.path}.`);
}

/** Views of one terminal that differ in size, and variables that nobody else sees, came with it (CHANGES of tmux). */
const oldestTmux = '3.2';

/** Its being there, and whether it knows what terminals and agents are kept by. */
export function judgeTmux(facts: Facts): Verdict {
  const found = facts.programs?.tmux ?? null;
  const number = found === null ? null : /^\d+\.\d+/.exec(found.version);
  if (found === null || number === null || compareVersions(number[0], oldestTmux) >= 0)
    return judgeProgram(facts, 'tmux');
  return warn(
    `${found.version}, at ${found.path}, is older than ${oldestTmux}, so terminals may not work as they should.`,
    rootCommand(facts, upgradeCommand(facts)),
  );
}

function upgradeCommand({ system }: Facts): string {
  if (/^(fedora|rhel|centos|rocky|almalinux|amzn)$/.test(system?.id ?? '')) return 'dnf upgrade -y tmux';
  if (system?.id === 'alpine') return 'apk add --upgrade tmux';
  return 'apt-get update && apt-get install -y tmux';
}

/** Its being there, and whether it is as new as the one that Berth brings. */
export function judgeCodeServer({ facts, pinnedVersion }: Knowledge): Verdict {
  const { programs, libc } = facts;
  if (programs === null) return unread;
  const found = programs.codeServer;
  if (found === null) return fail('It is not installed.', libc?.kind === 'musl' ? null : setUp);
  if (!/^\d+\.\d+/.test(found.version))
    return fail(`${found.path} does not tell its version, so it may not run.`, setUp);
  const seen = `${found.version}, at ${found.path}`;
  if (compareVersions(found.version, pinnedVersion) < 0)
    return warn(`${seen}; Berth was tested with ${pinnedVersion}.`, { kind: 'setup', label: 'Update it…' });
  return ok(`${seen}.`);
}
