import fc from 'fast-check';

/**
 * Any code point, halves of surrogate pairs among them. The unit `binary` of fast-check would build a
 * table of all 1.1 million of them first, which takes a second.
 */
export const codePoint = fc
  .integer({ min: 0, max: 0x10ffff })
  .map((code) => String.fromCodePoint(code));
