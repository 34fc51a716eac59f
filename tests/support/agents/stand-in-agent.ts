import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SandboxHost } from '../sandbox/sandbox-host.ts';

/** What is known of a stand-in agent on a host; see README.md for its files. */
export interface StandInWhere {
  /** Whose home folder it keeps its files in; default the host's main user. */
  readonly user?: string;
}

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/** Runs a command on the host; throws with what it said where it fails. */
async function must(host: SandboxHost, command: string, user: string | undefined, input?: string): Promise<string> {
  const options = { ...(user === undefined ? {} : { user }), ...(input === undefined ? {} : { input }) };
  const { code, stdout, stderr } = await host.run(command, options);
  if (code !== 0) throw new Error(`${command}: exit code ${code}\n${stderr}`);
  return stdout;
}

/** Installs the stand-in for all users of a box, under a name such as `claude`. */
export async function installStandIn(host: SandboxHost, name: string): Promise<void> {
  for (const [file, target] of [
    ['stand-in', name],
    ['stand-in-hooks.bash', 'stand-in-hooks.bash'],
  ] as const) {
    const path = `/usr/local/bin/${target}`;
    const text = await readFile(join(import.meta.dirname, file), 'utf8');
    await must(host, `cat >${quoted(path)} && chmod 0755 ${quoted(path)}`, 'root', text);
  }
}

/** Gives the stand-in of a session a cue, and waits until it was done, or until it ended for `die`, `killed` and `exit`. */
export async function cue(
  host: SandboxHost,
  session: string,
  line: string,
  { user }: StandInWhere = {},
): Promise<void> {
  const word = line.split(' ')[0] ?? '';
  const isLast = ['die', 'killed', 'exit'].includes(word);
  const script = `
    room=~/.stand-in/${session}
    for i in {1..100}; do if [[ -s $room/pid && -p $room/cues ]]; then break; fi; sleep 0.1; done
    pid=$(cat "$room/pid") before=$(cat "$room/cued" 2>/dev/null | wc -l)
    printf '%s\\n' ${quoted(line)} | timeout 10 tee "$room/cues" >/dev/null
    for i in {1..300}; do
      if ${isLast ? '! kill -0 "$pid" 2>/dev/null' : '(($(cat "$room/cued" 2>/dev/null | wc -l) > before))'}; then exit 0; fi
      sleep 0.1
    done
    exit 1`;
  await must(host, `timeout 60 bash -c ${quoted(script)}`, user);
}

/** The texts that were sent to the stand-in of a session, as bytes. */
export async function heardBy(host: SandboxHost, session: string, { user }: StandInWhere = {}): Promise<Buffer[]> {
  const encoded = await must(host, `base64 ~/.stand-in/${session}/heard 2>/dev/null || true`, user);
  const all = Buffer.from(encoded, 'base64');
  const texts: Buffer[] = [];
  for (let from = 0, to = all.indexOf(0); to >= 0; from = to + 1, to = all.indexOf(0, from)) {
    texts.push(all.subarray(from, to));
  }
  return texts;
}

/** A line of a file of the stand-in's, such as its `pid`; empty where there is none. */
export async function standInFile(
  host: SandboxHost,
  session: string,
  file: string,
  { user }: StandInWhere = {},
): Promise<string> {
  return (await must(host, `cat ~/.stand-in/${session}/${file} 2>/dev/null || true`, user)).trim();
}
