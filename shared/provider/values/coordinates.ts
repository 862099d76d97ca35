import { type InboundSchema, Unreadable } from '../inbound.ts';

/**
 * Inbound fields of a place: degrees as a number, also written as text. They are required, because
 * a place without coordinates, or off the globe, is not a place.
 */
export const latitude = degrees(90);
export const longitude = degrees(180);

function degrees(limit: number): InboundSchema<number> {
  const unreadable = new Unreadable(`expected degrees between -${limit} and ${limit}`);
  return {
    isOptional: false,
    read(value) {
      const degree = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
      return typeof degree === 'number' && Math.abs(degree) <= limit ? degree : unreadable;
    },
  };
}
