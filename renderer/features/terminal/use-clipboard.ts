import { useState } from 'react';
import type { Attachment } from './attachment.ts';
import type { Screen } from './create-screen.ts';
import { cleanPaste, type PasteQuestion, pasteBytes, pasteQuestion } from './paste-text.ts';
import type { TerminalSettings } from './terminal-settings-model.ts';

interface ClipboardParts {
  readonly name: string;
  readonly settings: TerminalSettings;
  /** The keys that paste, as they are printed. */
  readonly pasteKeys: string;
  readonly say: (words: string) => void;
}

/** What goes between a terminal and the clipboard, and what is asked before. */
export function useClipboard({ name, settings, pasteKeys, say }: ClipboardParts) {
  const [question, setQuestion] = useState<PasteQuestion | null>(null);
  const write = async (text: string, words: string) => {
    try {
      await navigator.clipboard.writeText(text);
      say(words);
    } catch {
      // Refused, or no clipboard on a page that is not secure.
      say('Not allowed to copy. Select the text and use the browser’s own menu.');
    }
  };
  const isBracketed = (screen: Screen | null) => screen?.modes().bracketedPasteMode === true;
  const paste = (given: string, screen: Screen | null, attachment: Attachment | null) => {
    const text = cleanPaste(given);
    const asked = pasteQuestion(text, { isBracketed: isBracketed(screen), isAsked: settings.asksBeforePaste });
    if (asked === null) attachment?.type(pasteBytes(text, isBracketed(screen)));
    else setQuestion(asked);
  };
  return {
    question,
    paste,
    /** Copies what is selected, if anything is. */
    copy(screen: Screen | null) {
      const text = screen?.selection() ?? '';
      if (text !== '') void write(text, 'The selected text is copied.');
    },
    /** Puts a program's text into the clipboard, where the user lets programs do that. */
    takeCopied(text: string) {
      if (settings.mayCopy) void write(text, `${name} put ${text.length} characters into the clipboard.`);
    },
    async pasteFromClipboard(screen: Screen | null, attachment: Attachment | null) {
      try {
        paste(await navigator.clipboard.readText(), screen, attachment);
      } catch {
        // A browser lets a page read it only after a question, which may have been denied.
        say(`Not allowed to read the clipboard. Press ${pasteKeys}.`);
      }
    },
    /** Pastes what was asked about, as it is or as it was changed. */
    pasteAfterAll(text: string, screen: Screen | null, attachment: Attachment | null) {
      setQuestion(null);
      attachment?.type(pasteBytes(text, isBracketed(screen)));
    },
    callOff: () => setQuestion(null),
  };
}
