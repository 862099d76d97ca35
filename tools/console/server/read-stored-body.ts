import type { BodyBytes } from '../../../shared/body-bytes.ts';
import { parseStoredBody } from '../../../shared/payloads/stored-body.ts';
import type { TableRecord } from '../../operator/aws/dynamodb-events-table.ts';
import type { Stores } from '../../operator/gateway/open-stores.ts';

/**
 * What the provider sent, from the record or from the payload bucket: JSON or any other text, or bytes that are not
 * text.
 *
 * @returns `undefined` when it has expired
 */
export async function readStoredBody(
  { raw, payloadKey }: Pick<TableRecord, 'raw' | 'payloadKey'>,
  payloads: Pick<Stores['payloads'], 'read'>,
): Promise<BodyBytes | undefined> {
  const stored = payloadKey === undefined ? raw() : await payloads.read(payloadKey);
  if (stored === undefined) return undefined;
  // An object that holds raw JSON only is not in the form of a stored body.
  const body = (payloadKey === undefined ? undefined : parseStoredBody(stored)?.body) ?? stored;
  return typeof body === 'string' ? { text: body } : body;
}
