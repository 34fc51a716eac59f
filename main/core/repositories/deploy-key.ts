import { z } from 'zod';
import { type Result, succeed } from '../../contract/failure.ts';
import type { deployKey } from '../../contract/repositories.ts';
import type { Host } from '../host.ts';
import { cleanLine } from '../remote/untrusted.ts';

const toldKey = z.object({
  publicKey: z
    .string()
    .max(2000)
    .regex(/^ssh-ed25519 [A-Za-z0-9+/=]+( |$)/),
  fingerprint: z.string().regex(/^SHA256:[A-Za-z0-9+/=]{1,64}$/),
});

/** Where the forges that offer it keep the page of a repository's deploy keys. */
const pages: ReadonlyMap<string, (repository: string) => string> = new Map([
  ['github.com', (repository: string) => `https://github.com/${repository}/settings/keys/new`],
  ['gitlab.com', (repository: string) => `https://gitlab.com/${repository}/-/settings/repository`],
  ['bitbucket.org', (repository: string) => `https://bitbucket.org/${repository}/admin/access-keys/`],
  ['codeberg.org', (repository: string) => `https://codeberg.org/${repository}/settings/keys`],
]);

/** The page where a deploy key of this repository is put in; null when the forge is none of the known ones. */
export function deployKeyPage(url: string): string | null {
  const [, host, path] =
    /^ssh:\/\/(?:[^/@]*@)?([^/:]+)(?::\d+)?\/(.+)$/.exec(url) ?? /^[^/@:]+@([^/:]+):(.+)$/.exec(url) ?? [];
  const repository = path?.replace(/^\/+|\/+$/g, '').replace(/\.git$/, '') ?? '';
  // Anything else would lead somewhere else on the forge.
  if (!/^[\w.-]+(\/[\w.-]+)+$/.test(repository) || /(^|\/)\.{1,2}(\/|$)/.test(repository)) return null;
  return pages.get(host?.toLowerCase() ?? '')?.(repository) ?? null;
}

/** Has the host make a key for one repository, or tell the one that it made before. */
export async function readDeployKey(host: Host, url: string): Promise<Result<z.output<typeof deployKey>>> {
  const told = await host.remote.call('repository-deploy-key', ['--url', url], toldKey);
  if (!told.ok) return told;
  const { publicKey, fingerprint } = told.value;
  return succeed({ publicKey: cleanLine(publicKey, 2000), fingerprint, pageUrl: deployKeyPage(url) });
}
