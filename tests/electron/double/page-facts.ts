import type { CDPSession } from '@playwright/test';

/** What a page tells the browser around it. */
export type PageFact =
  | { readonly kind: 'title'; readonly title: string }
  | { readonly kind: 'icons'; readonly addresses: string[] }
  | { readonly kind: 'fullscreen'; readonly isFull: boolean };

declare const doubleFact: (fact: string) => void;

const WORLD = 'facts';

/** Runs at the start of each document, apart from the page's own scripts. */
function watchDocument(): void {
  const tell = (fact: PageFact) => doubleFact(JSON.stringify(fact));
  let [title, icons] = ['', ''];
  const look = () => {
    if (document.title !== title) {
      title = document.title;
      tell({ kind: 'title', title });
    }
    const addresses = [...document.querySelectorAll<HTMLLinkElement>('link[rel~="icon"]')].map(({ href }) => href);
    if (addresses.join(' ') === icons) return;
    icons = addresses.join(' ');
    tell({ kind: 'icons', addresses });
  };
  document.addEventListener('fullscreenchange', () =>
    tell({ kind: 'fullscreen', isFull: document.fullscreenElement !== null }),
  );
  document.addEventListener('DOMContentLoaded', () => {
    look();
    if (document.head !== null) {
      const options = { subtree: true, childList: true, characterData: true, attributeFilter: ['href', 'rel'] };
      new MutationObserver(look).observe(document.head, options);
    }
  });
}

/** Tells what the top document of a page says about itself. */
export async function watchFacts(cdp: CDPSession, onFact: (fact: PageFact) => void): Promise<void> {
  cdp.on('Runtime.bindingCalled', ({ name, payload }) => {
    if (name === 'doubleFact') onFact(JSON.parse(payload) as PageFact);
  });
  await cdp.send('Runtime.enable');
  await cdp.send('Runtime.addBinding', { name: 'doubleFact', executionContextName: WORLD });
  const source = `if (window === window.top) (${watchDocument.toString()})();`;
  await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source, worldName: WORLD });
}
