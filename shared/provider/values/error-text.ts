import type { ProviderError } from '../../contract/index.ts';

/** `131026: …`, `(#131026) …`, or the code alone. A number without these marks may be part of the text. */
const codeFirst = /^(?:\(#(\d+)\)\s*:?|(\d+)\s*(?:[::]|$))\s*(.*)$/s;

/**
 * The errors in a provider's error text: an empty list without a text, else one error, with a code
 * at the start of the text split off (`131026: Message undeliverable`).
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
 * The error of a code and a text in separate fields. The text may repeat the code at its start, or
 * hold the only one; a text that begins with another code stays as it is.
 */
export function toError(code: string | undefined, text: string | undefined): ProviderError {
  const [error] = toErrors(text);
  return error?.code !== undefined && error.code === (code ?? error.code)
    ? error
    : { code, title: text };
}
