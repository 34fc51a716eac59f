import type { LoginQuestion } from '../../../contract/hosts.ts';
import { plainText } from '../plain-text.ts';

/** What a host asks, fit to be shown. */
export type HostQuestion = Pick<LoginQuestion, 'title' | 'instruction' | 'prompts'>;

/** One prompt as it came from the host. */
export interface RawPrompt {
  readonly prompt: string;
  readonly echo?: boolean;
}

/** No login asks for so many things at once; the contract allows no more. */
export const maxPrompts = 16;
// What is cut ends with one character more.
const maxTitleLength = 199;
const maxInstructionLength = 1_999;
const maxPromptLength = 299;

const oneLine = (text: string, limit: number) => plainText(text.replace(/\s+/g, ' '), limit).trim();
/** Enough of a text for everything that is kept of it; a host may send a megabyte. */
const start = (text: string) => text.slice(0, 2 * maxInstructionLength);

/** The last line asks; what sshd and Duo put before it (notices, a list to choose from) explains. */
function splitPrompt(prompt: string): { readonly before: string; readonly question: string } {
  const lines = prompt.trimEnd().split(/\r?\n/);
  return { question: lines.pop() ?? '', before: lines.join('\n') };
}

/** Cleans and caps what a host asks; `note` is said before the host's own words. */
export function toHostQuestion(
  title: string,
  instruction: string,
  prompts: readonly RawPrompt[],
  note: string | null,
): HostQuestion {
  const parts = prompts.map(({ prompt }) => splitPrompt(start(prompt)));
  const words = [note ?? '', start(instruction), ...parts.map(({ before }) => before)];
  const kept = words.map((text) => plainText(text, maxInstructionLength).trim()).filter((text) => text !== '');
  return {
    title: oneLine(start(title), maxTitleLength),
    instruction: plainText(kept.join('\n'), maxInstructionLength),
    prompts: parts.map(({ question }, index) => ({
      text: oneLine(question, maxPromptLength),
      isEchoed: prompts[index]?.echo === true,
    })),
  };
}

const otherSecrets = /\b(new|current|old|retype|repeat|again|confirm|one.?time|otp|token|code)\b/i;

/** Whether a question is surely the one for the login password, and not for another or for one that is used once. */
export function asksForPassword({ prompts }: HostQuestion): boolean {
  const [prompt, ...others] = prompts;
  if (prompt === undefined || others.length > 0 || prompt.isEchoed) return false;
  return /password/i.test(prompt.text) && !otherSecrets.test(prompt.text);
}
