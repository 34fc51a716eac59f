import { connectsAlike, type Profile } from '../../../main/contract/profiles.ts';
import type { BerthApp } from './berth-app.ts';
import { openHost } from './editor-flow.ts';

/** Shows the page of a host and connects to it, whatever was before. */
export async function connectTo(app: BerthApp, profileId: string): Promise<void> {
  openHost(app, profileId);
  await app.link.connect(profileId);
  await loadRepositories(app, profileId);
}

/**
 * What follows an edited profile. Only the host that is looked at is connected anew, and only when it is reached in another
 * way than before: the name, the colour or the tags of a host say nothing about its link.
 */
export async function afterEdit(app: BerthApp, before: Profile, after: Profile): Promise<void> {
  if (after.id !== app.layout.getState().profileId) return;
  // A key beside what ~/.ssh/config says leaves a link that is up alone, but may be what a refused login needs.
  const hasSameKey = before.keyPath === after.keyPath && before.agentPath === after.agentPath;
  if (hasSameKey && connectsAlike(before, after)) await loadRepositories(app, after.id);
  else await connectTo(app, after.id);
}

/** Reads the repositories again where the link is up: the folders of the profile may be others. */
async function loadRepositories({ link, repositories }: BerthApp, profileId: string): Promise<void> {
  if (link.store.getState().statuses[profileId]?.state === 'connected') await repositories.load(profileId);
}
