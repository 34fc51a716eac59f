import { type Check, outcomeOf } from './check-kind.ts';
import { listScripts, type SourceFile } from './source-files.ts';

interface ScriptRule {
  /** Files the rule is about. */
  readonly where: RegExp;
  /** What a line must not hold. */
  readonly forbidden: RegExp;
  readonly why: string;
  /** The rule is about comments too. */
  readonly readsComments?: boolean;
}

const rules: readonly ScriptRule[] = [
  {
    where: /^(remote-scripts|build|\.ci)\//,
    forbidden: /(^|[^\w-])(pkill|killall)\b/,
    why: 'kills by name, and so also what is not ours',
  },
  { where: /^(remote-scripts|build|\.ci)\//, forbidden: /(^|[;&|(]\s*|^\s+)eval\s/, why: 'runs text as a command' },
  {
    where: /./,
    forbidden: /#\s*shellcheck\s+disable=/,
    why: 'switches off a rule of shellcheck',
    readsComments: true,
  },
  {
    where: /^remote-scripts\/commands\//,
    forbidden: /(^|[;&|]\s*)(source|\.)\s/,
    why: 'loads another script; the dispatcher has loaded lib/, and commands do not use one another',
  },
  {
    where: /^remote-scripts\/(?!lib\/load\.bash$)/,
    forbidden: /commands\/[a-z$"{]/,
    why: 'names a command; only lib/load.bash finds them',
  },
];

/** Finds what the scripts must not do. */
export function checkScripts(scripts: readonly SourceFile[]): readonly string[] {
  return scripts.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => {
      const isComment = line.trimStart().startsWith('#');
      return rules
        .filter(
          (rule) => rule.where.test(path) && (!isComment || rule.readsComments === true) && rule.forbidden.test(line),
        )
        .map((rule) => `${path}:${String(index + 1)} ${rule.why}`);
    }),
  );
}

export const scriptRules: Check = {
  name: 'script rules',
  things: 'scripts',
  async run() {
    const scripts = await listScripts();
    return outcomeOf(scripts.length, checkScripts(scripts));
  },
};
