import { ensureRenderer } from '../../../build/bundle/ensure-renderer.ts';

/** Every spec shows the page as it is built now. */
export default async function buildPage(): Promise<void> {
  await ensureRenderer((line) => process.stderr.write(`${line}\n`));
}
