/** What a field means, said beside it: for the description of the interface and for JSON Schemas. Checks nothing. */
import * as z from 'zod/mini';

interface Description {
  readonly description?: string;
  readonly example?: string;
  /** Name of the schema of its own that it becomes in descriptions. */
  readonly id?: string;
  readonly title?: string;
}

/** @returns a schema of its own, so that a shared field can mean something else in each place. */
export function described<Schema extends z.ZodMiniType>(schema: Schema, about: string | Description): Schema {
  const own = schema.clone();
  z.globalRegistry.add(own, typeof about === 'string' ? { description: about } : { ...about });
  return own;
}
