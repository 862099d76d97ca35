import type { z } from 'zod';

/** What is wrong, one line for each fault: where it is, and what to write instead. */
export function toProblems(error: z.ZodError, within?: string): readonly string[] {
  return error.issues.map(({ path, message }) => {
    const inner = path.map(String);
    const where = [...(within === undefined ? [] : [within]), ...inner].join('.');
    return where === '' ? `the gateway ${message}` : `${where} ${message}`;
  });
}
