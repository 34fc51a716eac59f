import { defineConfig } from 'vitest/config';

export default defineConfig({
  ssr: { resolve: { conditions: ['electron-double', 'node', 'import', 'module', 'default'] } },
  test: { include: ['tests/electron/**/*.test.ts'], pool: 'forks' },
});
