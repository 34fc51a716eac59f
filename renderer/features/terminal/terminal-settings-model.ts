import { z } from 'zod';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type PageStorage, readStored, writeStored } from '../../lib/stored-json.ts';

const storageKey = 'berth.terminal';
/** Sizes at which text can be read and a line still holds some words, CSS pixels. */
export const fontSizes = { least: 8, most: 28, usual: 13 } as const;
export const lineHeights = [1, 1.1, 1.2, 1.3, 1.5] as const;

const cursorStyle = z.enum(['block', 'bar', 'underline']);
/** `auto`: by the graphics processor, but on Linux, where drivers draw wrongly too often. */
const graphics = z.enum(['auto', 'on', 'off']);

const settings = z.object({
  /** Before the usual ones; empty is just those. */
  fontFamily: z.string().max(200).catch(''),
  fontSizePx: z.number().min(fontSizes.least).max(fontSizes.most).catch(fontSizes.usual),
  lineHeight: z.number().min(1).max(2).catch(1.1),
  cursorStyle: cursorStyle.catch('block'),
  isCursorBlinking: z.boolean().catch(false),
  graphics: graphics.catch('auto'),
  /** Whether programs may put texts into the clipboard (OSC 52); none may ever read it. */
  mayCopy: z.boolean().catch(false),
  /** Whether several lines are pasted into a shell only after a question. */
  asksBeforePaste: z.boolean().catch(true),
  /** Whether what is drawn is told to screen readers as well. */
  isReadAloud: z.boolean().catch(false),
});
export type TerminalSettings = z.output<typeof settings>;

/** How terminals look and behave until somebody changes it. */
export const usualTerminalSettings: TerminalSettings = settings.parse({});

/** How terminals look and behave on this computer. */
export interface TerminalSettingsModel {
  readonly store: StoreApi<TerminalSettings>;
  /** Changes what is named; sizes beyond the limits count as the nearest one. */
  change(part: Partial<TerminalSettings>): void;
  reset(): void;
}

/** Makes the model with what was set the last time; in safe mode with the usual settings. */
export function createTerminalSettings(storage: PageStorage, isSafe = false): TerminalSettingsModel {
  const store = createStore<TerminalSettings>(() =>
    isSafe ? usualTerminalSettings : (readStored(storage, storageKey, settings) ?? usualTerminalSettings),
  );
  const put = (next: TerminalSettings) => {
    store.setState(next, true);
    writeStored<TerminalSettings>(storage, storageKey, next);
  };
  return {
    store,
    change(part) {
      const next = { ...store.getState(), ...part };
      const fontSizePx = Math.min(Math.max(next.fontSizePx, fontSizes.least), fontSizes.most);
      put({ ...next, fontSizePx, fontFamily: next.fontFamily.slice(0, 200) });
    },
    reset: () => put(usualTerminalSettings),
  };
}

const usualFamilies = `'JetBrains Mono', 'SF Mono', ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace`;

/** The font of a terminal as CSS has it; what is no name of a font is left out. */
export function fontFamilyOf({ fontFamily }: TerminalSettings): string {
  const names = fontFamily
    .split(',')
    .map((name) => name.replaceAll(/["';{}<>\\]/g, '').trim())
    .filter((name) => name !== '');
  return [...names.map((name) => `'${name}'`), usualFamilies].join(', ');
}

/** Whether the graphics processor draws. */
export function usesGraphics({ graphics: choice }: TerminalSettings, system: string): boolean {
  return choice === 'auto' ? system !== 'linux' : choice === 'on';
}
