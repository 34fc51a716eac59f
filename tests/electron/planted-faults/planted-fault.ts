/** One deliberate mistake in the shell, and the test file that must notice it. */
export interface PlantedFault {
  readonly name: string;
  /** In main/electron; `../core/…` is beside it. */
  readonly file: string;
  /** Occurs exactly once in the file. */
  readonly find: string;
  readonly replace: string;
  /** In tests/electron. */
  readonly suite: string;
}
