/** From here on a paste is asked about wherever it goes, characters: it is seldom meant, and takes a while. */
const largeText = 16_384;

/** What is asked about before it is pasted. */
export interface PasteQuestion {
  readonly text: string;
  readonly lineCount: number;
  readonly isLarge: boolean;
}

/** A text from the clipboard without what would be keys: only tabs and ends of lines stay of the control characters. */
export function cleanPaste(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n').replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '');
}

/** How a terminal takes a paste. */
interface PasteInto {
  /** Its program knows a paste from typing, so that no line of it runs by itself. */
  readonly isBracketed: boolean;
  /** The user wants to be asked. */
  readonly isAsked: boolean;
}

/** What to ask before a clean text is pasted; null where nothing speaks against it. */
export function pasteQuestion(text: string, { isBracketed, isAsked }: PasteInto): PasteQuestion | null {
  if (!isAsked) return null;
  const lineCount = text.split('\n').length;
  const isLarge = text.length > largeText;
  return isLarge || (lineCount > 1 && !isBracketed) ? { text, lineCount, isLarge } : null;
}

/** What a paste is for the program: ends of lines as the Enter key, between the marks where it asked for them. */
export function pasteBytes(text: string, isBracketed: boolean): Uint8Array {
  const typed = text.replaceAll('\n', '\r');
  return new TextEncoder().encode(isBracketed ? `\u001b[200~${typed}\u001b[201~` : typed);
}

/** The text as one line, as somebody may have meant it who copied a wrapped command. */
export function asOneLine(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ');
}
