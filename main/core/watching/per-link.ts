import type { Host } from '../host.ts';
import type { Link } from '../ssh/link.ts';

/** Makes one for each link, which stays when ports or folders of a profile change, and gives the same one again. */
export function perLink<T>(make: (host: Host) => T): (host: Host) => T {
  const made = new WeakMap<Link, T>();
  return (host) => {
    const known = made.get(host.link) ?? make(host);
    made.set(host.link, known);
    return known;
  };
}
