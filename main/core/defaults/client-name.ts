/** What may stand in a command line and in a log without harm, and no more of it than one reads. */
const plain = (text: string) => text.replaceAll(/[^A-Za-z0-9._+-]+/g, '-').slice(0, 39);

/** How a host is told who asks it: `user@machine`. */
export function clientName(user: string, machine: string): string {
  const name = `${plain(user)}@${plain(machine)}`;
  // Scripts take a name that begins with a letter or digit for one.
  return /^[A-Za-z0-9]/.test(name) ? name : `x${name}`;
}
