/** The program of a command line: "sshd: /usr/sbin/sshd …" is sshd, "/opt/node/bin/node entry.js" is node. */
export function programName(command: string): string {
  const first = command.trim().split(/\s/, 1)[0] ?? '';
  return first.replace(/:$/, '').split('/').pop() ?? '';
}
