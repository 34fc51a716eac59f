import type { Logger } from 'pino';
import { succeed } from '../../../contract/failure.ts';
import type { PageError } from '../../../contract/upkeep.ts';

/** A page that fails while it draws may say so sixty times a second; the first ones tell all there is. */
const notedMost = 50;

/** Notes the bugs that pages report; one that goes on for ever is noted for a while only. */
export function notePageErrors(logger: Logger) {
  let count = 0;
  return async ({ source, message, stack }: PageError) => {
    count += 1;
    if (count <= notedMost) logger.error({ source, message, stack }, 'the page has a bug');
    if (count === notedMost) logger.warn('no more bugs of the page are noted until the next start');
    return succeed({});
  };
}
