import { readFile, writeFile } from 'node:fs/promises';
import {
  type JsonOptions,
  JsonReporter,
  type SerializedError,
  type TestModule,
  experimental_getRunnerTask as taskOf,
} from 'vitest/node';

/**
 * Vitest's report as JSON, with what that leaves out by itself: why a hook of a `describe` failed (its file tells), and
 * errors that nobody waited for (`leaked`), which fail a run whose tests have all passed.
 */
export default class VitestReport extends JsonReporter {
  constructor(options: JsonOptions = {}) {
    super(options);
  }

  override async onTestRunEnd(
    modules: readonly TestModule[],
    unhandledErrors: readonly SerializedError[] = [],
  ): Promise<void> {
    for (const module of modules) {
      const { result } = taskOf(module);
      const [ofHook] = [...module.children.allSuites()].flatMap((suite) => suite.errors());
      if (result !== undefined && ofHook !== undefined) result.errors ??= [ofHook];
    }
    await super.onTestRunEnd(modules);
    const { outputFile } = this.ctx.config;
    if (typeof outputFile !== 'object' || outputFile.json === undefined) return;
    const report: unknown = JSON.parse(await readFile(outputFile.json, 'utf8'));
    const leaked = unhandledErrors.map(({ VITEST_TEST_PATH: file, stack, message }) => ({
      file: typeof file === 'string' ? file : '',
      message: stack ?? message,
    }));
    await writeFile(outputFile.json, JSON.stringify(Object.assign({}, report, { leaked })));
  }
}
