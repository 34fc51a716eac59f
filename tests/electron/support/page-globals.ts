import type { AppContract } from '../../../main/contract/contract.ts';
import type { Client } from '../../../main/contract/define.ts';

declare global {
  interface Window {
    /** What the fixture page lends to the test. */
    client: Client<AppContract>;
  }
}
