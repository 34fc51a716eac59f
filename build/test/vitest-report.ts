import { type JsonOptions, JsonReporter, type TestModule, experimental_getRunnerTask as taskOf } from 'vitest/node';

/** Vitest's report as JSON, which leaves out by itself why a hook of a `describe` failed: with this, its file tells. */
export default class VitestReport extends JsonReporter {
  constructor(options: JsonOptions = {}) {
    super(options);
  }

  override async onTestRunEnd(modules: readonly TestModule[]): Promise<void> {
    for (const module of modules) {
      const { result } = taskOf(module);
      const [ofHook] = [...module.children.allSuites()].flatMap((suite) => suite.errors());
      if (result !== undefined && ofHook !== undefined) result.errors ??= [ofHook];
    }
    await super.onTestRunEnd(modules);
  }
}
