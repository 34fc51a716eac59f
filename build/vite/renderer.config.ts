import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { limitInitialScript } from './initial-script-limit.ts';

const fromRoot = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** The page: one bundle for the Electron window (`app://berth/`) and for the web shell, so every URL in it is relative. */
export default defineConfig({
  root: fromRoot('renderer'),
  base: './',
  plugins: [react(), limitInitialScript()],
  build: {
    outDir: fromRoot('out/renderer'),
    emptyOutDir: true,
    license: { fileName: 'licences-renderer.json' },
    target: 'es2023',
    // Inlined assets become data: URLs, which the page's content security policy allows for images only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
  },
});
