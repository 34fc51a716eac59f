import { cp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { packScripts, type ScriptArchive } from '../../../../main/core/remote/script-archive.ts';

/** The verb that the scripts have besides their own. */
export const countingVerb = 'count-effect';

/** It does one thing that can be counted, in the way of every operation: journal, effect, answer. */
const program = `# shellcheck shell=bash
command_count_effect() {
  arguments_parse 'id operation-id' '' "$@"
  arguments_need_operation
  journal_begin "\${ARGUMENTS[operation_id]}"
  step process started 'Counting'
  sleep 0.1
  printf '%s\\n' "\${ARGUMENTS[id]}" >>"$BERTH_HOME/effects"
  sleep 0.1
  step process 'done' 'Counting'
  answer_value '{"isDone":true}'
}
`;

/** Berth's own scripts with one verb more, packed from a copy in `directory`. */
export async function packCountingScripts(directory: string): Promise<ScriptArchive> {
  await cp(path.resolve('remote-scripts'), directory, { recursive: true });
  await writeFile(path.join(directory, 'commands', countingVerb), program);
  return await packScripts(directory);
}
