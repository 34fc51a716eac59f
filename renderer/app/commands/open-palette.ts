import { ask } from '../../api/problem.ts';
import type { PaletteScope } from '../../features/palette/palette-model.ts';
import type { BerthApp } from '../model/berth-app.ts';

/** Opens the palette, where typing goes on at once: a native view that has the keys gives them back. */
export function openPalette(app: BerthApp, scope: PaletteScope): void {
  app.palette.open(scope);
  if (app.shellInfo.getState()?.editorHost === 'view') {
    void ask(() => app.session.client.views.focus({ tabId: null }));
  }
}
