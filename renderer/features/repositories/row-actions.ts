/** What can be done with a repository; the argument is its id. */
export interface RowActions {
  readonly start: (repositoryId: string) => void;
  readonly stop: (repositoryId: string) => void;
  readonly open: (repositoryId: string) => void;
  /** Forgets a failed operation. */
  readonly dismiss: (repositoryId: string) => void;
}
