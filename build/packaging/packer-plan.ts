import { z } from 'zod';

/** What decides about a package from outside: the variables that CI, or whoever packs, sets. */
export type PackerEnvironment = Readonly<Record<string, string | undefined>>;

/** How a package is made here. */
export interface PackerPlan {
  /** Arguments for electron-builder. */
  readonly args: readonly string[];
  /** Variables for it; those that are set to nothing, as CI does for secrets it does not have, are left out. */
  readonly environment: Readonly<Record<string, string>>;
  readonly isSigned: boolean;
  /** The page with all versions; null: this package looks for none. */
  readonly releasesUrl: string | null;
}

/** Names of the variables by which a package is signed; the release workflow hands over exactly these. */
export const signingVariables = [
  // macOS: a certificate (file, base64 or address) and how Apple's notary knows its owner.
  'CSC_LINK',
  'CSC_KEY_PASSWORD',
  'APPLE_API_KEY',
  'APPLE_API_KEY_ID',
  'APPLE_API_ISSUER',
  // Windows: a certificate …
  'WIN_CSC_LINK',
  'WIN_CSC_KEY_PASSWORD',
  // … or Azure Trusted Signing.
  'AZURE_TENANT_ID',
  'AZURE_CLIENT_ID',
  'AZURE_CLIENT_SECRET',
  'BERTH_AZURE_ENDPOINT',
  'BERTH_AZURE_ACCOUNT',
  'BERTH_AZURE_PROFILE',
  'BERTH_AZURE_PUBLISHER',
] as const;

/** `owner/name` of the GitHub repository where releases are; unset, the package looks for no later version. */
export const releasesVariable = 'BERTH_RELEASES';

const repository = z.string().regex(/^[A-Za-z0-9-]{1,39}\/[A-Za-z0-9._-]{1,100}$/, 'BERTH_RELEASES must be owner/name');

const azure = [
  ['endpoint', 'BERTH_AZURE_ENDPOINT'],
  ['codeSigningAccountName', 'BERTH_AZURE_ACCOUNT'],
  ['certificateProfileName', 'BERTH_AZURE_PROFILE'],
  ['publisherName', 'BERTH_AZURE_PUBLISHER'],
] as const;

/** Decides how to pack on `platform`. Throws where a signature is half set up: it would be missing from a release unseen. */
export function planPacking(
  platform: NodeJS.Platform,
  environment: PackerEnvironment,
  flags: readonly string[],
): PackerPlan {
  const set = Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => (entry[1] ?? '') !== ''),
  );
  const feed = set[releasesVariable] === undefined ? null : repository.parse(set[releasesVariable]);
  const signing = signingOf(platform, set);
  return {
    args: [...feedArguments(feed), ...signing.args, '--publish', 'never', ...flags],
    environment: { ...set, ...signing.environment },
    isSigned: signing.isSigned,
    releasesUrl: feed === null ? null : `https://github.com/${feed}/releases`,
  };
}

function feedArguments(feed: string | null): string[] {
  if (feed === null) return [];
  const [owner = '', name = ''] = feed.split('/');
  return ['-c.publish.provider=github', `-c.publish.owner=${owner}`, `-c.publish.repo=${name}`];
}

interface Signing {
  readonly isSigned: boolean;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

const unsigned: Signing = { isSigned: false, args: [], environment: {} };

function signingOf(platform: NodeJS.Platform, set: Readonly<Record<string, string>>): Signing {
  if (platform === 'darwin') return macSigning(set);
  if (platform === 'win32') return windowsSigning(set);
  return unsigned;
}

function macSigning(set: Readonly<Record<string, string>>): Signing {
  if (set.CSC_LINK === undefined) {
    return {
      isSigned: false,
      // Apple silicon starts nothing without a signature, so it gets one that says nothing. With it the hardened runtime
      // would refuse Electron's own framework, which is of another nobody.
      args: ['-c.mac.identity=-', '-c.mac.hardenedRuntime=false', '-c.mac.notarize=false'],
      // Nothing of a keychain that happens to be there.
      environment: { CSC_IDENTITY_AUTO_DISCOVERY: 'false' },
    };
  }
  const notary = ['APPLE_API_KEY', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER'].filter((name) => set[name] !== undefined);
  if (notary.length !== 0 && notary.length !== 3)
    throw new Error(`Of Apple's notary only ${notary.join(', ')} is set.`);
  return {
    isSigned: true,
    args: ['-c.forceCodeSigning=true', `-c.mac.notarize=${notary.length === 3}`],
    environment: {},
  };
}

function windowsSigning(set: Readonly<Record<string, string>>): Signing {
  const found = azure.filter(([, name]) => set[name] !== undefined);
  if (found.length !== 0 && found.length !== azure.length) {
    throw new Error(`Of Azure's signing only ${found.map(([, name]) => name).join(', ')} is set.`);
  }
  const isByCertificate = set.WIN_CSC_LINK !== undefined || set.CSC_LINK !== undefined;
  if (found.length === 0 && !isByCertificate) return unsigned;
  const args = found.map(([option, name]) => `-c.win.azureSignOptions.${option}=${set[name]}`);
  return { isSigned: true, args: ['-c.forceCodeSigning=true', ...args], environment: {} };
}
