import path from 'node:path';
import { defineConfig } from 'vite';

const root = path.resolve(import.meta.dirname, '../..');

/** The preload: one CommonJS file, because a sandboxed preload can neither import nor require files. */
export default defineConfig({
  root,
  publicDir: false,
  build: {
    outDir: path.join(root, 'out/electron'),
    emptyOutDir: false,
    target: 'chrome152',
    minify: false,
    license: { fileName: 'licences-preload.json' },
    lib: { entry: path.join(root, 'main/electron/preload.ts'), formats: ['cjs'], fileName: () => 'preload.cjs' },
    rollupOptions: { external: ['electron'] },
  },
});
