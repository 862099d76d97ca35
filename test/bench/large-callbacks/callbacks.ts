import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { loadProvider } from '../../../functions/providers/load-provider.ts';
import { genuineCallback } from '../../support/genuine-callback.ts';

/** The callbacks of Meta that are measured; it documents at most 1,000 updates and 3 MB for one. */
export const callbackKinds = {
  '1 update': () => toBody('statuses', 1, toStatus),
  '100 updates': () => toBody('statuses', 100, toStatus),
  '1,000 updates': () => toBody('statuses', 1_000, toStatus),
  '3 MB: 1,000 messages': () => toBody('messages', 1_000, toLongMessage),
  '1,000 updates, 500 of them conflicts': () => toBody('statuses', 1_000, toConflicting()),
  '1,000 unreadable updates': () => toBody('statuses', 1_000, toUnreadable),
  '1,000 unmapped items': () => toUnmappedBody(1_000),
} as const satisfies Readonly<Record<string, () => string>>;

export type CallbackKind = keyof typeof callbackKinds;

/** A new callback of this kind, as the text that Lambda passes to the function. */
export async function toEventText(kind: CallbackKind): Promise<string> {
  const body = callbackKinds[kind]();
  const { token, headers } = genuineCallback(await loadProvider('meta'), Buffer.from(body));
  const path = `/${token}`;
  // What the gateway does not read of an HTTP event is left out.
  const event = {
    rawPath: path,
    rawQueryString: '',
    headers,
    requestContext: {
      domainName: 'callbacks.example',
      http: { method: 'POST', path, sourceIp: '192.0.2.1' },
      timeEpoch: Date.now(),
    },
    body,
    isBase64Encoded: false,
  } as unknown as APIGatewayProxyEventV2;
  return JSON.stringify(event);
}

let made = 0;

/** An id as long as WhatsApp's, which no other item has. */
function toId(): string {
  made += 1;
  return `wamid.HBgMNDQ3NzAwOTAwMTIzFQIAEhgU${String(made).padStart(20, '0')}`;
}

function toStatus(): object {
  return {
    id: toId(),
    status: 'delivered',
    timestamp: '1767323045',
    recipient_id: '447700900123',
    conversation: { id: 'c0ffee00c0ffee00c0ffee00c0ffee00', origin: { type: 'utility' } },
    pricing: { billable: true, pricing_model: 'PMP', category: 'utility', type: 'regular' },
  };
}

/** The second half are the updates of the first half again, with another price. */
function toConflicting(): (index: number) => object {
  const first: object[] = [];
  return (index) => {
    const status =
      index < 500 ? toStatus() : { ...first[index - 500], pricing: { billable: false } };
    first.push(status);
    return status;
  };
}

/** An update whose status has the wrong type. */
function toUnreadable(): object {
  return { ...toStatus(), status: { unreadable: true } };
}

const words =
  'The quick brown fox jumps over a lazy dog while all the others sleep in the sun.'.split(' ');

/** A message with a text of about 2,800 characters, in which no sentence is like another one. */
function toLongMessage(index: number): object {
  const text = Array.from({ length: 580 }, (_, at) => words[(at * at + index) % words.length]);
  return {
    from: '447700900123',
    id: toId(),
    timestamp: '1767323045',
    text: { body: text.join(' ') },
    type: 'text',
  };
}

function toBody(
  field: 'messages' | 'statuses',
  count: number,
  toItem: (index: number) => object,
): string {
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '15550100001', phone_number_id: '200000000000001' },
    ...(field === 'messages' && {
      contacts: [{ profile: { name: 'Ada Example' }, wa_id: '447700900123' }],
    }),
    [field]: Array.from({ length: count }, (_, index) => toItem(index)),
  };
  const changes = [{ value, field: 'messages' }];
  return toText(changes);
}

/** Changes of a field that the contract has no event for. */
function toUnmappedBody(count: number): string {
  const value = () => ({ event: 'INVENTED', id: toId() });
  return toText(Array.from({ length: count }, () => ({ value: value(), field: 'flows' })));
}

function toText(changes: readonly object[]): string {
  const entry = [{ id: '100000000000101', changes }];
  return JSON.stringify({ object: 'whatsapp_business_account', entry });
}
