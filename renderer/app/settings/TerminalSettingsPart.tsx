import { TerminalPart } from '../../features/terminal/TerminalPart.tsx';
import { useBerth } from '../use-berth.ts';

/** How terminals look and behave. */
export function TerminalSettingsPart() {
  const { terminalSettings } = useBerth();
  return <TerminalPart model={terminalSettings} />;
}
