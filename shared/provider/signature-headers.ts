import type { CallbackRequest } from './provider-adapter.ts';
import type { SignatureHeader } from './signature-scheme.ts';

/** What the headers of a signed callback say. */
export interface GivenSignature {
  /** What may be the signature; one of them has to be right. */
  readonly signatures: readonly string[];
  /** What is in place of the other names in braces, such as `timestamp`. */
  readonly values: Readonly<Record<string, string | undefined>>;
}

/** Checking a signature costs CPU. No provider sends more than this at a time. */
const maxSignatures = 4;

/**
 * Prepares the patterns of a scheme once. The reader omits what a header does not say or says in another form,
 * and a value that is there twice. It never throws.
 *
 * @throws {Error} for a pattern without exactly one name in braces
 */
export function createHeaderReader(
  schemeHeaders: readonly SignatureHeader[],
): (headers: CallbackRequest['headers']) => GivenSignature {
  const prepared = schemeHeaders.map((header) => ({
    ...header,
    patterns: header.patterns.map(toPattern),
  }));
  return (headers) => {
    const signatures: string[] = [];
    const values: Record<string, string | undefined> = {};
    for (const { name, patterns, separator } of prepared) {
      const text = (Object.hasOwn(headers, name) ? headers[name] : undefined) ?? '';
      for (const written of separator === undefined ? [text] : text.split(separator)) {
        const element = written.trim();
        for (const pattern of patterns) {
          const value = match(element, pattern);
          if (value === undefined) continue;
          if (pattern.name === 'signature') signatures.push(value);
          else values[pattern.name] = Object.hasOwn(values, pattern.name) ? undefined : value;
        }
      }
    }
    return { signatures: signatures.slice(0, maxSignatures), values };
  };
}

/** Writes the headers that the reader reads: the first pattern of each, or all elements of a list. */
export function writeSignatureHeaders(
  schemeHeaders: readonly SignatureHeader[],
  values: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const fill = (pattern: string) => {
    const { before, name, after } = toPattern(pattern);
    return `${before}${values[name] ?? ''}${after}`;
  };
  return Object.fromEntries(
    schemeHeaders.map(({ name, patterns, separator }) => [
      name,
      separator === undefined ? fill(patterns[0]) : patterns.map(fill).join(separator),
    ]),
  );
}

/** All names in braces. */
export function namesIn(schemeHeaders: readonly SignatureHeader[]): readonly string[] {
  return schemeHeaders.flatMap(({ patterns }) => patterns.map((each) => toPattern(each).name));
}

interface Pattern {
  readonly before: string;
  readonly name: string;
  readonly after: string;
}

function toPattern(pattern: string): Pattern {
  const [, before, name, after] = /^([^{}]*)\{(\w+)\}([^{}]*)$/.exec(pattern) ?? [];
  if (before === undefined || name === undefined || after === undefined)
    throw new Error(`the header pattern ${pattern} needs exactly one name in braces`);
  return { before, name, after };
}

function match(text: string, { before, after }: Pattern): string | undefined {
  const isLongEnough = text.length > before.length + after.length;
  return isLongEnough && text.startsWith(before) && text.endsWith(after)
    ? text.slice(before.length, text.length - after.length)
    : undefined;
}
