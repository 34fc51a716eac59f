import { registerHooks } from 'node:module';

const double = new URL('../double/electron.ts', import.meta.url).href;

/** Preloaded with `--import`, so that a built main.js finds the double where it asks for Electron. */
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: double, shortCircuit: true } : next(specifier, context),
});
