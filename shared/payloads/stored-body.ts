import { type BodyBytes, isBodyBytes } from '../body-bytes.ts';
import { parseJsonOrUndefined } from '../json.ts';

/** An unrecognized or unmapped item, or a whole body of them, as the payload bucket stores it. */
export interface StoredBody {
  readonly provider: string;
  /** The provider's own name of the event; absent for an unrecognized item. */
  readonly providerEvent?: string | undefined;
  /** When the callback arrived, in the contract's form. */
  readonly receivedAt: string;
  /** The headers that help to read the body; none of them can hold a secret. */
  readonly headers: Readonly<Record<string, string>>;
  /**
   * The JSON text as the provider sent it, or as its body was decoded; the bytes of a body that could
   * not be decoded.
   */
  readonly body: string | BodyBytes;
}

/** The object of the payload bucket, as JSON text. */
export function writeStoredBody({
  provider,
  providerEvent,
  receivedAt,
  headers,
  body,
}: StoredBody): string {
  return JSON.stringify({ provider, providerEvent, receivedAt, headers, body });
}

/** @returns `undefined` for text that `writeStoredBody` does not write */
export function parseStoredBody(json: string): StoredBody | undefined {
  const value = parseJsonOrUndefined(json);
  return isStoredBody(value) ? value : undefined;
}

function isStoredBody(value: unknown): value is StoredBody {
  if (typeof value !== 'object' || value === null) return false;
  const fields: Partial<Record<keyof StoredBody, unknown>> = value;
  return (
    typeof fields.provider === 'string' &&
    (fields.providerEvent === undefined || typeof fields.providerEvent === 'string') &&
    typeof fields.receivedAt === 'string' &&
    isTextRecord(fields.headers) &&
    (typeof fields.body === 'string' || isBodyBytes(fields.body))
  );
}

function isTextRecord(value: unknown): value is Readonly<Record<string, string>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((text) => typeof text === 'string')
  );
}
