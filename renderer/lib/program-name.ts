/** Programs that run others: what they run says more. */
const runners = /^(node|bun|deno|python[\d.]*|ruby|php[\d.]*|java|perl)$/;

/** The program of a command line, and with one that runs others, what it runs: "node vite.js". */
export function programWords(command: string): string {
  const program = programName(command);
  if (!runners.test(program)) return program;
  const script = command
    .trim()
    .split(/\s+/)
    .slice(1)
    .find((word) => !word.startsWith('-'));
  const name = script?.split('/').pop() ?? '';
  return name === '' ? program : `${program} ${name}`;
}

/** The program of a command line: "sshd: /usr/sbin/sshd …" is sshd, "/opt/node/bin/node entry.js" is node. */
export function programName(command: string): string {
  const first = command.trim().split(/\s/, 1)[0] ?? '';
  return first.replace(/:$/, '').split('/').pop() ?? '';
}
