import type { Failure } from '../../../contract/failure.ts';
import type { Check, CheckId } from '../../../contract/setup.ts';
import { bootstrapCause } from '../../remote/script-failures.ts';
import { checkOf, fail } from './texts.ts';

/** What keeps the scripts from being begun on a host, by the check that it belongs to. */
const causes: Readonly<Record<string, CheckId>> = {
  'no-bash': 'bash',
  'no-flock': 'coreutils',
  'home-unwritable': 'home',
  'home-foreign': 'home',
  'push-corrupt': 'disk',
  'disk-full': 'disk',
};

/** The one finding that a host whose scripts do not begin still gives; null when the failure is about something else. */
export function judgeUnstarted(failure: Failure): Check | null {
  const id = causes[bootstrapCause(failure) ?? ''];
  return id === undefined ? null : checkOf(id, fail(`${failure.message} ${failure.nextStep}`));
}
