import type { RepositoryRow } from './repository-rows.ts';

/** What can be done with a repository; the first argument is its id. */
export interface RowActions {
  /** Starts or wakes; forced also when the memory budget says that it does not fit. */
  readonly start: (repositoryId: string, isForced?: boolean) => void;
  readonly stop: (repositoryId: string) => void;
  readonly restart: (repositoryId: string) => void;
  readonly suspend: (repositoryId: string) => void;
  /** Puts one to sleep and then starts another, for which there was no memory. */
  readonly makeRoom: (repositoryId: string, sleeperId: string) => void;
  /** Shows the editor, waking or starting it first. */
  readonly open: (repositoryId: string) => void;
  readonly logs: (row: RepositoryRow) => void;
  readonly settings: (row: RepositoryRow) => void;
  /** Shows the public address; null where the host's nginx is Berth's own, so that there is none. */
  readonly publicAddress: ((row: RepositoryRow) => void) | null;
  /** Starts a terminal there that goes on without a link. */
  readonly newTerminal: (repositoryId: string) => void;
  /** Asks which agent is to work there. */
  readonly newAgent: (repositoryId: string) => void;
  readonly copyPath: (row: RepositoryRow) => void;
  /** Asks for another name in the list. */
  readonly rename: (row: RepositoryRow) => void;
  /** Takes it off the list; its files stay. */
  readonly removeFromList: (row: RepositoryRow) => void;
  /** Shows what the server lacks, and makes it ready. */
  readonly setUp: () => void;
  /** Looks at the server for what may be the cause. */
  readonly checkUp: () => void;
  /** Forgets a failed operation. */
  readonly dismiss: (repositoryId: string) => void;
}
