import { z } from 'zod';

/** Minutes of idleness; a week at most. */
export const idleMinutes = z
  .number()
  .int('Idle minutes must be a whole number')
  .min(0, 'Idle minutes must not be negative')
  .max(10_080, 'Idle minutes must be at most a week (10080)');

/** The arguments of code-server that change neither who gets in, nor where it listens, nor where its files are. */
export const extraArgumentPatterns: readonly RegExp[] = [
  /^--locale=[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})?$/,
  /^--app-name=[A-Za-z0-9 ._-]{1,64}$/,
  /^--log=(trace|debug|info|warn|error|off)$/,
  /^--enable-proposed-api=[A-Za-z0-9_-]{1,128}\.[A-Za-z0-9_-]{1,128}$/,
  /^--disable-workspace-trust$/,
  /^--disable-getting-started-override$/,
  /^--disable-file-downloads$/,
  /^--disable-file-uploads$/,
  /^--verbose$/,
];

/** One further argument of code-server. */
export const extraArgument = z
  .string()
  .max(200)
  .refine(
    (text) => extraArgumentPatterns.some((pattern) => pattern.test(text)),
    'Extra argument must be one of --locale=…, --app-name=…, --log=…, --enable-proposed-api=…, --disable-workspace-trust, ' +
      '--disable-getting-started-override, --disable-file-downloads, --disable-file-uploads, --verbose',
  );

/** What Berth sets itself, or what would load other code into every process. */
const ownVariables =
  /^(PORT|PASSWORD|HASHED_PASSWORD|TMPDIR|XDG_RUNTIME_DIR|HOME|USER|SHELL|NODE_OPTIONS|LC_ALL)$|^(BERTH_|VSCODE_|CODE_SERVER_|LD_)/;

/** The name of an environment variable that a user may set. */
export const variableName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, 'Variable name must be letters, digits and _')
  .refine((name) => !ownVariables.test(name), 'This variable is set by Berth or the system');

/** The value of an environment variable: one line. */
export const variableValue = z
  .string()
  .max(4096, 'Variable value is longer than 4096 characters')
  .refine((text) => !/\p{Cc}/u.test(text), 'Variable value must be one line without control characters');
