import type { Page } from '@playwright/test';

/** Counts the matches in what is written on a page, as far as a search tells. */
export class FindInPage {
  #requestId = 0;
  #text = '';
  #activeMatch = 0;

  /** Begins a search (`findNext`, as Electron says), or goes on to another match; the results come in turn. */
  start(
    page: Promise<Page>,
    text: string,
    { forward = true, findNext = false }: Electron.FindInPageOptions,
    onResult: (result: Electron.Result) => void,
  ): number {
    this.#requestId += 1;
    const requestId = this.#requestId;
    const isFurther = !findNext && text === this.#text;
    this.#text = text;
    page
      .then((opened) => opened.evaluate((sought) => document.body.innerText.split(sought).length - 1, text))
      .then((matches) => {
        const next = this.#activeMatch - 1 + (forward ? 1 : -1);
        const reached = isFurther ? ((next + matches) % matches) + 1 : 1;
        this.#activeMatch = matches === 0 ? 0 : reached;
        const selectionArea = { x: 0, y: 0, width: 0, height: 0 };
        const told = { requestId, selectionArea, activeMatchOrdinal: this.#activeMatch };
        onResult({ ...told, matches: 0, finalUpdate: false });
        onResult({ ...told, matches, finalUpdate: true });
      })
      // A page that is gone has no matches.
      .catch(() => undefined);
    return requestId;
  }

  stop(): void {
    this.#text = '';
    this.#activeMatch = 0;
  }
}
