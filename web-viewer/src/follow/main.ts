/** Where the script of the follow-up page begins. */
import * as z from 'zod/mini';

// Schemas must not make code out of text, which the policy of the page forbids: told before there is any.
z.config({ jitless: true });
const { start } = await import('./follow-page.ts');
start();
