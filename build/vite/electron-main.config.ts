import path from 'node:path';
import { defineConfig } from 'vite';

const root = path.resolve(import.meta.dirname, '../..');

/**
 * Electron's main process: one ES module. ssh2 cannot be bundled into one (it uses `__dirname` and optional native parts);
 * pino and electron-updater, which most starts never load, stay outside with it. They ship in node_modules.
 */
export default defineConfig({
  root,
  publicDir: false,
  ssr: { noExternal: true, external: ['electron', 'electron-updater', 'ssh2', 'pino'] },
  build: {
    // A server build knows Node: CommonJS parts may require its modules.
    ssr: path.join(root, 'main/electron/main.ts'),
    outDir: path.join(root, 'out/electron'),
    emptyOutDir: false,
    target: 'node24',
    minify: false,
    sourcemap: true,
    license: { fileName: 'licences-main.json' },
    rollupOptions: { output: { format: 'es', entryFileNames: 'main.js' } },
  },
});
