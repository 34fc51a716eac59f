const page = (title: string, head: string, body: string) => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">${head}
<title>${title}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1rem}</style></head>
<body>${body}</body>
</html>
`;

/** Shown with 403 to whoever comes without a session: says how to get in, and nothing else. */
export const refusalPage = page(
  'Berth – not let in',
  '',
  `<h1>This address does not let you in</h1>
<p>Each address that Berth prints works once, in one browser.</p>
<p>For a new one, go to the terminal in which Berth runs and press Enter, or start Berth again.</p>`,
);

/**
 * Leaves the address with the token when another site led here: a redirect would still count as that site's request and
 * would come without the SameSite=Strict cookie, a navigation of this page does not.
 */
export const enteredPage = page(
  'Berth',
  '<meta http-equiv="refresh" content="0;url=/">',
  '<p><a href="/">Open Berth</a></p>',
);
