/** Where the script that checks receipts begins. */
import * as z from 'zod/mini';

// Schemas must not make code out of text, which the policy of the page forbids: told before there is any.
z.config({ jitless: true });
const { start } = await import('./check-page.ts');
await start();
