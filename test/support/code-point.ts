import fc from 'fast-check';

/**
 * Any code point, halves of surrogate pairs included. The unit `binary` of fast-check first builds a
 * table of all 1.1 million code points, which takes a second.
 */
export const codePoint = fc
  .integer({ min: 0, max: 0x10ffff })
  .map((code) => String.fromCodePoint(code));
