import type { OperationItem } from '../../../main/contract/operation.ts';
import { Topic } from './topic.ts';

/** An operation of a fake host: it goes on whoever leaves, and many may follow it from its beginning on. */
export class FakeRun<T> {
  readonly startedAtMs = Date.now();
  readonly #items = new Topic<readonly OperationItem<T>[]>([]);

  constructor(items: AsyncIterable<OperationItem<T>>, onEnd: () => void) {
    void this.#tell(items, onEnd);
  }

  /** All items so far, then the rest. */
  async *follow(): AsyncGenerator<OperationItem<T>> {
    let toldCount = 0;
    for await (const items of this.#items.follow(new AbortController().signal)) {
      for (const item of items.slice(toldCount)) {
        yield item;
        if (item.type !== 'step') return;
      }
      toldCount = items.length;
    }
  }

  async #tell(items: AsyncIterable<OperationItem<T>>, onEnd: () => void): Promise<void> {
    for await (const item of items) {
      // Whoever hears of the end may begin anew at once.
      if (item.type !== 'step') onEnd();
      this.#items.publish([...this.#items.value, item]);
    }
  }
}
