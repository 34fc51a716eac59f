import path from 'node:path';
import { build } from 'vite';
import { asProduct } from './as-product.ts';

const root = path.resolve(import.meta.dirname, '../..');
const configs = {
  renderer: 'renderer.config.ts',
  'electron-main': 'electron-main.config.ts',
  'electron-preload': 'electron-preload.config.ts',
} as const;
export type Bundle = keyof typeof configs;

/** Every bundle, in the order they are built. */
export const bundles = Object.keys(configs) as readonly Bundle[];

/** Builds one bundle into `out/`. */
export async function buildBundle(bundle: Bundle, logLevel: 'info' | 'warn' = 'info'): Promise<void> {
  await asProduct(() => build({ configFile: path.join(root, 'build/vite', configs[bundle]), logLevel }));
}
