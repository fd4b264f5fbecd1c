/**
 * Tells zod not to make code out of text, which the page's policy forbids. Imported before anything that has a schema.
 */
import { z } from 'zod';

z.config({ jitless: true });
