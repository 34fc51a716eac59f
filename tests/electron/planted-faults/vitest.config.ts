import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { plantFault } from './plant.ts';

/** The Electron suite with one fault planted; `planted-faults.test.ts` runs it once per fault. */
export default defineConfig({
  root: path.resolve(import.meta.dirname, '../../..'),
  plugins: [plantFault()],
  ssr: { resolve: { conditions: ['electron-double', 'node', 'import', 'module', 'default'] } },
  test: {
    include: ['tests/electron/**/*.test.ts'],
    pool: 'forks',
    // A cached module would be without the fault, or worse, keep it for later runs.
    fsModuleCache: false,
    testTimeout: 10_000,
    hookTimeout: 20_000,
  },
});
