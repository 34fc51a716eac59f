import { alertSettings } from '../../contract/alerts.ts';
import type { CoreContract } from '../../contract/contract.ts';
import type { Handlers } from '../../contract/define.ts';
import type { FindHost } from '../host.ts';
import { narrowFailures } from '../narrow-failures.ts';
import { heard } from '../streams/heard.ts';
import { type AlertNews, AlertWatch, type AlertWatchParts } from './alert-watch.ts';
import { configureArguments, toldDeliveries, toldLog } from './told-alerts.ts';

/** Two ways, each tried twice, with a rest between. */
const testTimeoutMs = 90_000;

/** Only the last of what is raised counts; entries are told one by one. */
const keyOf = (news: AlertNews) =>
  news.type === 'entry' ? `${news.profileId} ${news.entry.number}` : `${news.profileId} ${news.type}`;

/** The handlers of `alerts`. */
export function createAlerts(
  parts: AlertWatchParts & { readonly findHost: FindHost },
): Handlers<CoreContract>['alerts'] {
  const { findHost } = parts;
  const watch = new AlertWatch(parts);

  return {
    list: async ({ profile }, { signal }) => {
      const host = await findHost(profile);
      return narrowFailures(host.ok ? await host.value.remote.call('alerts-list', [], toldLog, { signal }) : host);
    },
    watch: (_input, { signal }) => heard<AlertNews>((tell) => watch.listen(tell), keyOf, signal),
    settings: async ({ profile }, { signal }) => {
      const host = await findHost(profile);
      if (!host.ok) return narrowFailures(host);
      return narrowFailures(await host.value.remote.call('alert-settings', [], alertSettings, { signal }));
    },
    configure: async ({ profile, settings }) => {
      const host = await findHost(profile);
      if (!host.ok) return narrowFailures(host);
      const { remote } = host.value;
      const saved = await remote.call('alert-configure', configureArguments(settings), alertSettings);
      // Another rule may raise or clear something at once.
      if (saved.ok) void watch.look(host.value);
      return narrowFailures(saved);
    },
    test: async ({ profile }) => {
      const host = await findHost(profile);
      if (!host.ok) return narrowFailures(host);
      // On a channel of its own, because it waits for servers of others.
      const options = { timeoutMs: testTimeoutMs };
      return narrowFailures(await host.value.remote.operate('alert-test', [], toldDeliveries, options));
    },
  };
}
