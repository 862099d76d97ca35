import { hash } from 'node:crypto';
import { type JsonValue, parseJson, toCanonicalJson } from '../../shared/json.ts';

/** The body of a callback as text, with the headers that help to read it when it is stored whole. */
export interface CallbackBody {
  readonly text: string;
  /** The parsed text, where it is parsed already. */
  readonly json?: JsonValue;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The body that holds one item only.
 *
 * @param raw the item with its envelope; absent when that is the whole body
 */
export function toItemBody(raw: JsonValue | undefined, body: CallbackBody): CallbackBody {
  return raw === undefined ? body : { text: JSON.stringify(raw), json: raw, headers: body.headers };
}

/**
 * SHA-256 of what a body says, whatever the order of its fields and its white space. A body that is
 * nested too deep to be walked is identified by its text.
 */
export function hashContent({ text, json }: CallbackBody): string {
  return hash('sha256', toCanonicalText(text, json));
}

function toCanonicalText(text: string, json: JsonValue | undefined): string {
  try {
    return toCanonicalJson(json ?? parseJson(text));
  } catch (error) {
    if (error instanceof RangeError) return text;
    throw error;
  }
}
