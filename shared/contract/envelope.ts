import * as z from 'zod/mini';
import { account, channel } from './parties.ts';
import { instant, text } from './primitives.ts';
import type { ProviderId } from './provider-id.ts';
import { type EventType, eventVersions } from './versions.ts';

/** Any text, typed so that editors complete the ids of the providers that are built in. */
const provider = text.check(
  z.describe('id of the provider, as in source: tributary.<provider>'),
) as unknown as z.ZodMiniType<ProviderId, ProviderId>;

/** The fields of `metadata` that every event has, before its `type` and `version` are fixed. */
const metadataFields = {
  id: z
    .string()
    .check(
      z.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      z.describe('deterministic: the same callback always has the same id, in every deployment'),
    ),
  provider,
  providerEvent: text.check(z.describe("the provider's own name of the event")),
  channel: z.optional(channel),
  account: z.optional(account),
  occurredAt: instant.check(z.describe('when it happened, according to the provider')),
  occurredAtSource: z
    .optional(z.literal('receipt'))
    .check(
      z.describe(
        'present when the provider gave no credible time: occurredAt is then the time of receipt',
      ),
    ),
  providerOccurredAt: z
    .optional(instant)
    .check(
      z.describe(
        "the provider's time, when it is later than receipt by more than a day and so not credible",
      ),
    ),
  receivedAt: instant.check(z.describe('when Tributary received the callback')),
  replayed: z.optional(z.literal(true)).check(z.describe('present when this is a replay')),
};

/** What an event is about: `docs/events.md` groups the events by it. */
export type EventSubject =
  | 'Messages'
  | 'Conversations of other apps, and history'
  | 'Conversations and groups'
  | 'Files'
  | 'Payments and calls'
  | 'Templates'
  | 'Accounts and phone numbers'
  | 'Users'
  | 'Callbacks';

/**
 * One published event: its detail-type, the version of its shape, and the schema of its `detail`.
 * TypeScript types, JSON Schema and the docs are all derived from these definitions.
 */
export function defineEvent<Type extends EventType, Data extends z.ZodMiniObject>(definition: {
  readonly type: Type;
  readonly subject: EventSubject;
  readonly means: string;
  readonly data: Data;
}) {
  const version = eventVersions[definition.type];
  return {
    ...definition,
    version,
    detail: z.strictObject({
      metadata: z.strictObject({
        ...metadataFields,
        type: z.literal(definition.type),
        version: z.literal(version),
      }),
      data: definition.data,
    }),
  };
}
