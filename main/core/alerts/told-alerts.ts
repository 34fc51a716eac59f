import { z } from 'zod';
import { type AlertRule, type AlertSettings, alertEntry, alertLog } from '../../contract/alerts.ts';
import { cleanOutputLine } from '../remote/redaction/clean-output.ts';
import { cleanLine } from '../remote/untrusted.ts';

const longestPath = 4096;
/** What a session may be called at most. */
const longestTitle = 120;
const cleanOrNull = (text: string | null) => (text === null ? null : cleanLine(text));

const delivery = alertEntry.shape.deliveries.element.transform((raw) => ({
  ...raw,
  // What a program said that was given an address, which may be a secret.
  detail: raw.detail === null ? null : cleanOutputLine(raw.detail),
}));

/** What became of notices, as a host tells it. */
export const toldDeliveries = delivery.array().max(8);

const entry = alertEntry.extend({ deliveries: toldDeliveries }).transform((raw) => ({
  ...raw,
  target: raw.target === null ? null : cleanLine(raw.target, longestPath),
  repository: cleanOrNull(raw.repository),
  session: raw.session === null ? null : { ...raw.session, title: cleanLine(raw.session.title, longestTitle) },
  message: cleanLine(raw.message, longestPath),
  nextStep: cleanLine(raw.nextStep),
}));

/** The log of a host, as it tells it. */
export const toldLog = alertLog.extend({ raised: entry.array().max(200), entries: entry.array().max(200) });

/** What `alerts-look` answers. */
export const toldLook = toldLog.extend({
  /** Number of the newest entry; 0 before the first. */
  lastNumber: z.number().int().min(0),
  /** Host clock, epoch milliseconds. */
  nowMs: z.number(),
});
export type ToldLook = z.output<typeof toldLook>;

const thousandths = (share: number | null) => (share === null ? '-' : String(Math.round(share * 1000)));

const ruleText = (kind: string, rule: AlertRule) =>
  [
    kind,
    rule.isEnabled ? '1' : '0',
    thousandths(rule.raisedAboveShare),
    thousandths(rule.clearedBelowShare),
    rule.durationSeconds,
  ].join(':');

/** Settings as the arguments of `alert-configure`. */
export function configureArguments({
  rules,
  delivery: to,
  mutedUntilMs,
  suspendsUnderPressure,
}: AlertSettings): string[] {
  const args = Object.entries(rules).flatMap(([kind, rule]) => ['--rule', ruleText(kind, rule)]);
  if (to.webhookUrl !== null) args.push('--webhook-url', to.webhookUrl);
  if (to.ntfyUrl !== null) args.push('--ntfy-url', to.ntfyUrl);
  if (mutedUntilMs !== null) args.push('--muted-until', String(Math.round(mutedUntilMs)));
  if (suspendsUnderPressure) args.push('--suspend-under-pressure');
  return args;
}
