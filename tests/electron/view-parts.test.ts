import { describe, expect, it } from 'vitest';
import { longestViewTitle } from '../../main/contract/views.ts';
import { agingViews, longHiddenMs } from '../../main/electron/views/aging.ts';
import { isIcon } from '../../main/electron/views/page-icon.ts';
import { cleanTitle } from '../../main/electron/views/page-title.ts';

const hidden = (tabId: string, hiddenAtMs: number, keptUntilMs = 0) => ({ tabId, hiddenAtMs, keptUntilMs });

describe('hidden views', () => {
  const views = [hidden('second', 2_000), hidden('first', 1_000), hidden('last', 3_000)];

  it('stay while they are few, and when they were just left', () => {
    expect(agingViews(views, 3, 10 * longHiddenMs)).toEqual({ dueTabIds: [], nextAtMs: null });
    expect(agingViews(views, 1, 3_000)).toEqual({ dueTabIds: [], nextAtMs: 1_000 + longHiddenMs });
  });

  it('go in the order in which they were left', () => {
    expect(agingViews(views, 1, 1_000 + longHiddenMs)).toEqual({
      dueTabIds: ['first'],
      nextAtMs: 2_000 + longHiddenMs,
    });
    expect(agingViews(views, 1, 2_000 + longHiddenMs)).toEqual({ dueTabIds: ['first', 'second'], nextAtMs: null });
    expect(agingViews(views, 0, 10 * longHiddenMs).dueTabIds).toEqual(['first', 'second', 'last']);
  });

  it('are left alone for a while when they had unsaved work', () => {
    const keptUntilMs = 9 * longHiddenMs;
    const some = [hidden('first', 1_000, keptUntilMs), hidden('last', 3_000)];
    expect(agingViews(some, 1, 2 * longHiddenMs)).toEqual({ dueTabIds: [], nextAtMs: keptUntilMs });
    expect(agingViews(some, 1, keptUntilMs).dueTabIds).toEqual(['first']);
  });
});

describe('what a page says of itself', () => {
  it('is one line of bounded length that hides nothing', () => {
    expect(cleanTitle('  site \u202e—\u0007 a\nb\u200b  ')).toBe('site — a b');
    const long = cleanTitle('😀'.repeat(500));
    expect(long.length).toBeLessThanOrEqual(longestViewTitle);
    expect(long.endsWith('😀…')).toBe(true);
    expect(cleanTitle('x'.repeat(longestViewTitle))).toBe('x'.repeat(longestViewTitle));
  });

  it('is an icon only as a PNG of the right size', () => {
    const png = (width: number, height: number) => {
      const bytes = Buffer.alloc(40);
      Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(bytes);
      bytes.writeUInt32BE(width, 16);
      bytes.writeUInt32BE(height, 20);
      return `data:image/png;base64,${bytes.toString('base64')}`;
    };
    expect(isIcon(png(32, 32))).toBe(true);
    expect(isIcon(png(32, 30_000))).toBe(false);
    expect(isIcon(png(32, 32).replace('png', 'svg+xml'))).toBe(false);
    expect(isIcon(`${png(32, 32)}" onerror="x`)).toBe(false);
    expect(isIcon(`data:image/png;base64,${Buffer.alloc(40).toString('base64')}`)).toBe(false);
    expect(isIcon(png(32, 32) + 'A'.repeat(40_000))).toBe(false);
    expect(isIcon({ toString: () => png(32, 32) })).toBe(false);
  });
});
