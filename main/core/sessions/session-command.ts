import { fail, type Result, succeed } from '../../contract/failure.ts';
import type { SessionPreset } from './session-parts.ts';

/** What a session runs, at first and when its conversation is taken up again. Without words it is the login shell. */
export interface SessionCommand {
  readonly words: readonly string[];
  /** Empty where a conversation cannot be taken up. */
  readonly resumeWords: readonly string[];
  readonly model: string | null;
}

const joined = (argument: string, model: string) =>
  argument.endsWith('=') ? [`${argument}${model}`] : [argument, model];

/** The command of a preset with a model: the one that was asked for, or the preset's own. */
export function sessionCommand(preset: SessionPreset['preset'], asked: string | null): Result<SessionCommand> {
  const { command, modelArgument, resumeArguments, name } = preset;
  const model = asked ?? preset.model;
  if (asked !== null && (command === null || modelArgument === null)) {
    return fail(
      'invalid-input',
      'input',
      `The preset "${name}" takes no model.`,
      'Leave the model out, or give the preset a model argument.',
    );
  }
  if (command === null) return succeed({ words: [], resumeWords: [], model: null });
  const chosen = model === null || modelArgument === null ? [] : joined(modelArgument, model);
  const resumeWords = resumeArguments.length === 0 ? [] : [...command, ...resumeArguments, ...chosen];
  return succeed({ words: [...command, ...chosen], resumeWords, model });
}
