import packageFile from '../../../package.json' with { type: 'json' };

/** Berth's version. */
export const version: string = packageFile.version;
