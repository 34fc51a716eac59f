import { succeed } from '../../../main/contract/failure.ts';
import type { Notice } from '../../../main/contract/shell.ts';
import type { Download, Opening, ShownOutside } from '../../../main/contract/surroundings.ts';
import { Topic } from './topic.ts';

type Context = { readonly signal: AbortSignal };

/** The desktop around the page, as far as the page hears of it; a test plays what happens there. */
export class FakeSurroundings {
  /** What the page told last. */
  told: ShownOutside | null = null;
  /** The notices of the operating system that were asked for. */
  readonly notices: Notice[] = [];
  /** What was done with downloads. */
  readonly changes: { readonly id: string; readonly action: string }[] = [];
  readonly #clicks = new Topic<{ readonly key: string; readonly action: string | null } | null>(null);
  readonly #openings = new Topic<Opening | null>(null);
  readonly #presence = new Topic({ isAway: false });
  readonly #downloads = new Topic<readonly Download[]>([]);

  click(key: string, action: string | null = null): void {
    this.#clicks.publish({ key, action });
  }
  open(opening: Opening): void {
    this.#openings.publish({ ...opening });
  }
  setAway(isAway: boolean): void {
    this.#presence.publish({ isAway });
  }
  setDownloads(downloads: readonly Download[]): void {
    this.#downloads.publish(downloads);
  }

  handlers() {
    return {
      notify: async (notice: Notice) => {
        this.notices.push(notice);
        return succeed({});
      },
      noticeClicks: (_input: object, { signal }: Context) => happenings(this.#clicks, signal),
      tell: async (told: ShownOutside) => {
        this.told = told;
        return succeed({});
      },
      openings: (_input: object, { signal }: Context) => happenings(this.#openings, signal),
      presence: (_input: object, { signal }: Context) => this.#presence.follow(signal),
      downloads: (_input: object, { signal }: Context) => this.#downloads.follow(signal),
      changeDownload: async (change: { readonly id: string; readonly action: string }) => {
        this.changes.push(change);
        return succeed({});
      },
    };
  }
}

/** What happens from the first time on: null is that nothing did. */
async function* happenings<T>(topic: Topic<T | null>, signal: AbortSignal): AsyncGenerator<T> {
  for await (const item of topic.follow(signal)) if (item !== null) yield item;
}
