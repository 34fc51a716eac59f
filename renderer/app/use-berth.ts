import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Profile } from '../../main/contract/profiles.ts';
import { type LinkView, linkView } from '../features/link/link-view.ts';
import type { BerthApp } from './model/berth-app.ts';

/** The page's models, for the components of `app/`; features are given what they need. */
export const BerthContext = createContext<BerthApp | null>(null);

/** The page's models. */
export function useBerth(): BerthApp {
  const app = useContext(BerthContext);
  if (app === null) throw new Error('BerthContext is missing around this component');
  return app;
}

/** The selected host's profile. */
export function useSelectedProfile(): Profile | null {
  const { layout, profiles } = useBerth();
  const profileId = useStore(layout, (state) => state.profileId);
  return useStore(profiles.store, (state) => state.profiles.find(({ id }) => id === profileId) ?? null);
}

/** What the page shows of the link to a host. */
export function useLinkView(profileId: string): LinkView {
  const { link } = useBerth();
  const status = useStore(link.store, ({ statuses }) => statuses[profileId]);
  const attempt = useStore(link.store, ({ attempts }) => attempts[profileId]);
  return linkView(status, attempt);
}

/** How many links are up. */
export function useLinkedCount(): number {
  const { link } = useBerth();
  return useStore(
    link.store,
    ({ statuses }) => Object.values(statuses).filter(({ state }) => state === 'connected').length,
  );
}
