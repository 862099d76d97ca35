import type { ProviderError } from '../../contract/index.ts';

/** `131026: …`, `(#131026) …`, or the code alone. A number without a mark may be part of the text. */
const codeFirst = /^(?:\(#(\d+)\)\s*:?|(\d+)\s*(?:[::]|$))\s*(.*)$/s;

/**
 * The errors in a provider's error text: none when it is absent, else one, with a code at the start
 * of the text split off (`131026: Message deadLetters`).
 */
export function toErrors(text: string | undefined): ProviderError[] {
  const written = text?.trim();
  if (!written) return [];
  const match = codeFirst.exec(written);
  if (match === null) return [{ title: written }];
  const [, marked, plain, title] = match;
  return [{ code: marked ?? plain, title: title || undefined }];
}

/**
 * The error of a code and a text that a provider tells apart. The text may begin with the same code
 * once more, or with the only one; a text that begins with another code stays whole.
 */
export function toError(code: string | undefined, text: string | undefined): ProviderError {
  const [told] = toErrors(text);
  return told?.code !== undefined && told.code === (code ?? told.code)
    ? told
    : { code, title: text };
}
