import * as z from 'zod/mini';

/**
 * Inbound leaves for a place: degrees as a number, also when written as text. A place without its
 * coordinates, or off the globe, is none, so these must be there.
 */
export const latitude = degrees(90);
export const longitude = degrees(180);

function degrees(limit: number) {
  return z.pipe(
    z.unknown(),
    z.transform((value, context): number => {
      const degree = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
      if (typeof degree === 'number' && Math.abs(degree) <= limit) return degree;
      const message = `expected degrees between -${limit} and ${limit}`;
      context.issues.push({ code: 'custom', message, input: value });
      return 0;
    }),
  );
}
