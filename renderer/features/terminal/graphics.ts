import type { Terminal } from '@xterm/xterm';

/** Draws a terminal by the graphics processor, where that works; else xterm draws with elements of the page. */
export function createGraphics(terminal: Terminal): { readonly set: (isWanted: boolean) => void } {
  let addon: { dispose(): void } | null = null;
  let isWanted = false;
  let hasFailed = false;
  const drop = () => {
    addon?.dispose();
    addon = null;
  };
  const fail = () => {
    hasFailed = true;
    drop();
  };
  const load = async () => {
    const { WebglAddon } = await import('@xterm/addon-webgl');
    if (!isWanted || addon !== null || hasFailed) return;
    try {
      const drawing = new WebglAddon();
      // Too many at once, a sleep, or a driver that gave up: what xterm draws with elements is there at once.
      drawing.onContextLoss(fail);
      terminal.loadAddon(drawing);
      addon = drawing;
    } catch {
      // There is none, or this one cannot do it.
      fail();
    }
  };
  return {
    set(wanted) {
      isWanted = wanted;
      if (!wanted) drop();
      else if (addon === null && !hasFailed) void load().catch(fail);
    },
  };
}
