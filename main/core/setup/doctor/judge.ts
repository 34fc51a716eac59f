import type { Check, CheckId } from '../../../contract/setup.ts';
import { judgeDisk, judgeHome, judgeHomeLocks } from './judge-home.ts';
import { judgeExposure, judgeOtherCodeServers, judgePorts } from './judge-network.ts';
import { judgeOldLayout, judgePrivateFiles } from './judge-private.ts';
import { judgeCodeServer, judgeProgram, judgeTmux } from './judge-programs.ts';
import { judgeClock, judgeInotify, judgeMemory, judgeSwap } from './judge-resources.ts';
import { judgeForwarding, judgeLinger, judgeSessions, judgeSystemd } from './judge-service.ts';
import {
  judgeArchitecture,
  judgeBash,
  judgeCoreutils,
  judgeLibc,
  judgeLocale,
  judgeLoginShell,
  judgeOs,
  judgeProc,
} from './judge-system.ts';
import type { Knowledge } from './knowledge.ts';
import { checkOf, type Verdict } from './texts.ts';

const judges: Readonly<Record<CheckId, (known: Knowledge) => Verdict>> = {
  os: ({ facts }) => judgeOs(facts),
  architecture: ({ facts }) => judgeArchitecture(facts),
  libc: ({ facts }) => judgeLibc(facts),
  bash: ({ facts }) => judgeBash(facts),
  coreutils: ({ facts }) => judgeCoreutils(facts),
  proc: ({ facts }) => judgeProc(facts),
  locale: ({ facts }) => judgeLocale(facts),
  'login-shell': ({ facts }) => judgeLoginShell(facts),
  home: ({ facts }) => judgeHome(facts),
  'home-locks': ({ facts }) => judgeHomeLocks(facts),
  disk: ({ facts }) => judgeDisk(facts),
  memory: judgeMemory,
  swap: judgeSwap,
  inotify: judgeInotify,
  clock: judgeClock,
  systemd: ({ facts }) => judgeSystemd(facts),
  linger: ({ facts }) => judgeLinger(facts),
  'sshd-sessions': judgeSessions,
  'sshd-forwarding': judgeForwarding,
  nginx: ({ facts }) => judgeProgram(facts, 'nginx'),
  tmux: ({ facts }) => judgeTmux(facts),
  git: ({ facts }) => judgeProgram(facts, 'git'),
  'code-server': judgeCodeServer,
  ports: judgePorts,
  'other-code-servers': judgeOtherCodeServers,
  exposure: judgeExposure,
  'private-files': ({ facts }) => judgePrivateFiles(facts),
  'old-layout': ({ facts }) => judgeOldLayout(facts),
};

/** All findings, in the order of the contract. */
export function judgeAll(known: Knowledge): Check[] {
  return Object.entries(judges).map(([id, judge]) => checkOf(id as CheckId, judge(known)));
}
