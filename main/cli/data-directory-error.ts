/** The folder of Berth's own files cannot be made or used. */
export class DataDirectoryError extends Error {
  override readonly name = 'DataDirectoryError';
  constructor(directory: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`The folder ${directory} cannot be used: ${reason}.`, { cause });
  }
}
