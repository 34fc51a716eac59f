import type { GivenNotice } from '../../../../main/contract/shell.ts';
import type { Download } from '../../../../main/contract/surroundings.ts';
import { follow } from '../../../api/follow.ts';
import { ask } from '../../../api/problem.ts';
import { profileOfNotice } from '../../../features/alerts/alert-words.ts';
import type { NoticedAlert } from '../../../features/alerts/alerts-model.ts';
import { alertLead, show } from '../alert-flow.ts';
import type { BerthApp } from '../berth-app.ts';

/** Notices of the operating system: what they offer, and what a click on them does. */

const downloadMark = 'download ';
const muteHours = 1;
const hourMs = 3_600_000;

/** Follows what is clicked outside of the page. */
export function keepNoticesAnswered(app: BerthApp): void {
  const { session, clock } = app;
  follow({
    session,
    clock,
    open: (signal) => session.client.shell.noticeClicks({}, { signal }),
    onItem: ({ key, action }) => showNoticed(app, key, action),
  });
}

/** Does what a pressed notice, or one of its buttons, is for. */
export function showNoticed(app: BerthApp, key: string, action: string | null = null): void {
  if (key.startsWith(downloadMark)) {
    if (action === 'show') void app.downloads.change(key.slice(downloadMark.length), 'show');
    else app.downloads.setOpen(true);
    return;
  }
  const profileId = profileOfNotice(key);
  const isKnown = app.profiles.store.getState().profiles.some(({ id }) => id === profileId);
  if (profileId === null || !isKnown) return;
  const alert = app.alerts.noticed(key);
  const lead = alert === null ? null : alertLead(app, profileId, alert.entry);
  if (action === 'mute') void mute(app, profileId);
  // What is about an agent is answered there, and not in a list.
  else if (lead !== null && (action === 'lead' || (action === null && alert?.entry.session != null))) lead.onSelect();
  else show(app, profileId, 'alerts');
}

/** Tells of an alert where nobody looks; its first button leads where the alert's own does. */
export function noticeAlert(app: BerthApp, isLookedAt: boolean, notice: GivenNotice, about: NoticedAlert): void {
  const lead = alertLead(app, about.profileId, about.entry);
  const actions = [
    ...(lead === null ? [] : [{ id: 'lead', label: lead.label }]),
    { id: 'mute', label: 'Mute for an hour' },
  ];
  void sendNotice(app, isLookedAt, { ...notice, actions });
}

/** Tells that a download ended. */
export function noticeDownload(app: BerthApp, isLookedAt: boolean, { id, name, state }: Download): void {
  const isDone = state === 'done';
  app.announcement.setState(isDone ? `${name} is downloaded` : `The download of ${name} broke off`, true);
  const notice = isDone
    ? { title: 'Download finished', body: name, actions: [{ id: 'show', label: 'Show in folder' }] }
    : { title: 'A download broke off', body: `${name} Download it again from the editor.`, actions: [] };
  void sendNotice(app, isLookedAt, { key: `${downloadMark}${id}`, ...notice });
}

/** Hands a notice to the operating system, or to the browser where the shell has no notices of its own. */
async function sendNotice(app: BerthApp, isLookedAt: boolean, notice: GivenNotice): Promise<void> {
  if (isLookedAt) return;
  if (app.shellInfo.getState()?.shell === 'electron') await ask(() => app.session.client.shell.notify(notice));
  else app.browserNotices.show(notice);
}

/** Lets a host ring nobody for a while; its alerts stay in the list. */
async function mute(app: BerthApp, profileId: string): Promise<void> {
  const { client } = app.session;
  const name = app.profiles.store.getState().profiles.find(({ id }) => id === profileId)?.name ?? profileId;
  const say = (words: string) => app.announcement.setState(`${name}: ${words}`, true);
  const read = await ask(() => client.alerts.settings({ profile: profileId }));
  if (!read.ok) return say(`not muted. ${read.failure.message} ${read.failure.nextStep}`);
  const settings = { ...read.value, mutedUntilMs: app.clock.nowMs() + muteHours * hourMs };
  const saved = await ask(() => client.alerts.configure({ profile: profileId, settings }));
  say(saved.ok ? 'muted for an hour' : `not muted. ${saved.failure.message} ${saved.failure.nextStep}`);
}
