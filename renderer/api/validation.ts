import { z } from 'zod';

/** Keeps zod from probing `new Function`, which the page's content security policy forbids and reports. */
export function configureValidation(): void {
  z.config({ jitless: true });
}
