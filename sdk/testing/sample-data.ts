import type { Data, EventType } from '../../shared/contract/index.ts';
import { sampleContents } from './sample-contents.ts';

const business = { phone: '15550100001' };
const user = { phone: '447700900123', id: 'GB.10000000000000001', name: 'Ada Example' };
/** What follows from the rest is replaced by what does: keys here only have the right shape. */
const conversation = { key: 'derived' };
const sha256 = '0'.repeat(64);
const messageId = 'wamid.SAMPLE1';

const inbound = {
  id: messageId,
  direction: 'inbound',
  conversation,
  business,
  user,
  content: sampleContents.text,
  media: [],
} as const;
const outbound = { ...inbound, id: 'wamid.SAMPLE2', direction: 'outbound' } as const;
const status = { messageId: outbound.id, status: 'delivered', business, user, errors: [] } as const;
const template = { id: 'template-1', name: 'order_shipped', language: 'en' };
const file = { index: 0, role: 'content' } as const;

/** `detail.data` of a plain event of each type. */
export const sampleData: { readonly [Type in EventType]: ReadonlyDeep<Data<Type>> } = {
  'message.received': { message: inbound },
  'message.sent': { message: outbound },
  'message.status.updated': status,
  'message.billed': {
    messageId: outbound.id,
    user,
    pricing: { billable: true, category: 'utility', currency: 'EUR', amount: '0.0456' },
  },
  'standby.message.received': { message: inbound },
  'standby.message.sent': { message: outbound },
  'standby.message.status.updated': status,
  'history.message.received': { message: inbound },
  'history.message.sent': { message: outbound },
  'conversation.updated': {
    conversation,
    business,
    user,
    aspect: 'owner',
    change: 'control_passed',
    previous: 'ai_agent',
    current: 'customer_service',
  },
  'group.updated': {
    group: { id: 'group-1', subject: 'Friends of the shop' },
    business,
    aspect: 'lifecycle',
    current: 'group_create',
  },
  'payment.updated': {
    referenceId: 'order-1',
    current: 'captured',
    amount: '20.00',
    currency: 'EUR',
    messageId: outbound.id,
    business,
    user,
    errors: [],
  },
  'call.updated': {
    call: { id: 'wacid.SAMPLE1', direction: 'inbound' },
    current: 'connect',
    business,
    user,
    errors: [],
  },
  'template.status.updated': { template, previous: 'PENDING', current: 'APPROVED' },
  'template.category.updated': { template, previous: 'UTILITY', current: 'MARKETING' },
  'template.quality.updated': { template, previous: 'GREEN', current: 'YELLOW' },
  'account.updated': { account: { id: '100000000000101' }, current: 'APPROVED' },
  'phone.updated': {
    phone: { displayPhoneNumber: business.phone },
    aspect: 'quality',
    current: 'FLAGGED',
  },
  'user.updated': {
    business,
    user,
    aspect: 'preferences',
    category: 'marketing_messages',
    current: 'stop',
  },
  'media.stored': {
    messageId,
    media: file,
    bucket: 'tributary-media',
    key: 'derived',
    sizeBytes: 1_234,
    sha256,
    contentType: 'image/jpeg',
    hashVerified: true,
  },
  'media.failed': { messageId, media: file, reason: 'gone', attempt: 3, retryable: false },
  'callback.quarantined': {
    reason: 'unknown_provider_event',
    sha256,
    sizeBytes: 1_234,
    payloadKey: 'derived',
  },
  'callback.received': {
    contentType: 'application/json',
    json: { event: 'order_paid' },
    sha256,
    sizeBytes: 22,
  },
};

/** The same type with every field and list readonly. */
export type ReadonlyDeep<T> = T extends readonly (infer Entry)[]
  ? readonly ReadonlyDeep<Entry>[]
  : T extends object
    ? { readonly [Key in keyof T]: ReadonlyDeep<T[Key]> }
    : T;
