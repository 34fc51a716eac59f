import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { asOneLine, type PasteQuestion } from './paste-text.ts';

interface PasteDialogProps {
  readonly question: PasteQuestion | null;
  readonly onPaste: (text: string) => void;
  readonly onClose: () => void;
}

/** So much of the text is shown. */
const shownLineCount = 12;
const shownLineLength = 400;

/** Asks before several lines, or very much, is pasted: each line may run as soon as it is there. */
export function PasteDialog({ question, onPaste, onClose }: PasteDialogProps) {
  if (question === null) return null;
  const { text, lineCount, isLarge } = question;
  const lines = text.split('\n');
  const shown = lines.slice(0, shownLineCount).map((line) => line.slice(0, shownLineLength));
  const isCut = lines.length > shownLineCount || shown.some((line, index) => line.length < (lines[index]?.length ?? 0));
  const amount = lineCount > 1 ? `${lineCount} lines` : `${text.length} characters`;
  return (
    <Dialog title={`Paste ${amount}?`} isOpen onClose={onClose} width={560}>
      <p className="dim">
        {isLarge
          ? 'This is a lot for a terminal, and cannot be called back once it is on its way.'
          : 'What runs here does not tell a paste from typing: each line runs as soon as it arrives.'}
      </p>
      <pre className="paste-text" data-testid="paste-text">
        {shown.join('\n')}
        {isCut && '\n…'}
      </pre>
      <div className="dialog-actions">
        <Button onClick={onClose}>Cancel</Button>
        {lineCount > 1 && !isLarge && <Button onClick={() => onPaste(asOneLine(text))}>Paste as one line</Button>}
        <Button look="primary" onClick={() => onPaste(text)} data-autofocus>
          Paste
        </Button>
      </div>
    </Dialog>
  );
}
