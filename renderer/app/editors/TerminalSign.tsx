import { Bot, SquareTerminal } from 'lucide-react';

/** Tells terminals and agents from editors, beside the mark of their state. */
export function TerminalSign({ kind }: { readonly kind: 'terminal' | 'agent' }) {
  const Sign = kind === 'agent' ? Bot : SquareTerminal;
  return <Sign className="tab-sign" size={13} aria-hidden="true" />;
}
