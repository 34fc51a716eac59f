import { alerts } from './alerts.ts';
import { bases } from './base.ts';
import { cleanup } from './cleanup.ts';
import { forwards } from './forwards.ts';
import { ports } from './host-ports.ts';
import { hosts } from './hosts.ts';
import { instances } from './instances.ts';
import { logs } from './logs.ts';
import { presets } from './presets.ts';
import { processes } from './processes.ts';
import { profileExchange } from './profile-exchange.ts';
import { profiles } from './profiles.ts';
import { repositories } from './repositories.ts';
import { secrets } from './secrets.ts';
import { sessions } from './sessions.ts';
import { setup } from './setup.ts';
import { shell } from './shell.ts';
import { stats } from './stats.ts';
import { updates } from './updates.ts';
import { upkeep } from './upkeep.ts';
import { views } from './views.ts';

/** What the core answers in every shell. */
export const coreContract = {
  profiles: { ...profiles, ...profileExchange },
  hosts,
  setup,
  secrets,
  repositories,
  instances,
  bases,
  logs,
  ports,
  forwards,
  cleanup,
  stats,
  processes,
  alerts,
  sessions,
  presets,
} as const;
export type CoreContract = typeof coreContract;

/** What the page may ask: the core and the shell it runs in. */
export const appContract = { ...coreContract, shell, views, upkeep, updates } as const;
export type AppContract = typeof appContract;
