import type { ConfigFile } from './config-file.ts';

/** As many as one import takes. */
export const maxListed = 1000;

const isSingle = (pattern: string) =>
  !/[*?!]/.test(pattern) && !/[\p{Cc}\p{Cf}]/u.test(pattern) && pattern.length <= 255;

/** The names without wildcards after `Host`, in the order of the files, each once. */
export function listedNames(file: ConfigFile): ReadonlySet<string> {
  const names = new Set<string>();
  const collect = ({ blocks }: ConfigFile) => {
    for (const { condition, lines } of blocks) {
      for (const name of condition.kind === 'host' ? condition.patterns.filter(isSingle) : []) names.add(name);
      for (const { included } of lines) included.forEach(collect);
    }
  };
  collect(file);
  return names;
}
