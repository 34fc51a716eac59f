import { sshdCommand } from './commands.ts';
import type { Facts } from './facts.ts';
import type { Knowledge } from './knowledge.ts';
import { fail, ok, unread, type Verdict, warn } from './texts.ts';

/** As many as the link uses at most, and what OpenSSH permits unless told otherwise (sshd_config.5). */
const usedSessions = 6;
const usualSessions = 10;

/** Its being there. */
export function judgeSystemd({ supervision }: Facts): Verdict {
  if (supervision === null) return unread;
  if (!supervision.hasSystemd)
    return warn('There is none. Berth looks after the editors itself; memory limits do not count.');
  return ok('It is there.');
}

/** Whether a user’s editors outlive the last logout. */
export function judgeLinger({ supervision, account }: Facts): Verdict {
  if (supervision === null || account === null) return unread;
  if (!supervision.hasSystemd) return ok('There is no systemd that would end anything.');
  if (account.uid === 0) return ok('What root starts goes on by itself.');
  if (supervision.isLingering) return ok(`Lingering is on for ${account.user}.`);
  return warn(`Lingering is off for ${account.user}.`, { kind: 'fix', label: 'Turn it on' });
}

/** What was opened at once for a try, and what sshd is told to permit. */
export function judgeSessions({ facts, sessions }: Knowledge): Verdict {
  const { sshd } = facts;
  const permitted = sshd?.maxSessions ?? null;
  const fix = sshdCommand(facts, [`MaxSessions ${usualSessions}`]);
  if (sessions !== null && sessions.opened < sessions.tried)
    return warn(
      `The server opened ${sessions.opened + 1} at once and refused more. After a change, connect anew.`,
      fix,
    );
  if (permitted !== null && permitted < usedSessions)
    return warn(`MaxSessions is ${permitted}. After a change, connect anew.`, fix);
  if (permitted !== null) return ok(`MaxSessions is ${permitted}.`);
  if (sessions === null) return unread;
  const how =
    sshd?.isReadable && sshd.matchCount === 0 ? 'MaxSessions is at its default of 10' : 'the limit could not be read';
  return ok(`The server opened ${sessions.opened + 1} at once; ${how}.`);
}

/** What a real try came to; what sshd is told only explains it. */
export function judgeForwarding({ facts, forwarding }: Knowledge): Verdict {
  switch (forwarding) {
    case 'any-port':
      return ok('The server forwards connections to its own ports.');
    case 'own-ports':
      return ok('The server forwards connections to the ports that Berth needs.');
    case 'failed':
      return fail('The server did not forward a connection as it should. Look into its SSH log.');
    case 'unknown':
      return unread;
    case 'forbidden': {
      const { sshd } = facts;
      const isAllowed =
        sshd?.isEffective &&
        ['yes', 'all', 'local', null].includes(sshd.tcpForwarding) &&
        sshd.disableForwarding !== 'yes' &&
        ['any', null].includes(sshd.permitOpen);
      if (isAllowed)
        return fail(
          'The server forbids it for this key: look for restrict, no-port-forwarding or permitopen in ~/.ssh/authorized_keys.',
        );
      return fail(
        'The server forbids it. After a change, connect anew.',
        sshdCommand(facts, ['AllowTcpForwarding yes', 'DisableForwarding no', 'PermitOpen any']),
      );
    }
  }
}
