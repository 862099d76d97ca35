import type * as z from 'zod/mini';

type Read = z.core.$ZodType['_zod']['run'];

/**
 * The schema with another way to read, for shapes of inbound fields that zod reads in several steps.
 * Its types, and what it gives for what, must stay the schema's own.
 *
 * @param read takes `payload.value`, and leaves there what was read or adds to `payload.issues`
 */
export function readWith<Schema extends z.core.$ZodType>(schema: Schema, read: Read): Schema {
  schema._zod.parse = read;
  schema._zod.run = read;
  return schema;
}
