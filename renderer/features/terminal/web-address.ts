const longestAddress = 2_000;

/** The address of a link in a terminal as it would be opened; null for what is no page of the web. */
export function webAddress(text: string): string | null {
  if (text.length > longestAddress || !URL.canParse(text)) return null;
  const { protocol, href, username, password } = new URL(text);
  if (protocol !== 'https:' && protocol !== 'http:') return null;
  // A name before the host is there to look like a host.
  return username === '' && password === '' ? href : null;
}

/** Which computer an address leads to, for the question before it is opened; other scripts are shown in their coded form. */
export function hostOfAddress(address: string): string {
  return new URL(address).host;
}
