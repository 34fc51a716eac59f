import type { AppContract } from '../../../main/contract/contract.ts';
import type { Client } from '../../../main/contract/define.ts';
import type { ViewState } from '../../../main/contract/views.ts';

declare global {
  interface Window {
    /** What the fixture page lends to the test. */
    client: Client<AppContract>;
    /** What a test hears of the views, by tab. */
    seen: Record<string, ViewState>;
  }
}
