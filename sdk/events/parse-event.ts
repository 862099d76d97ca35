import type * as z from 'zod/mini';
import {
  type EventType,
  eventDefinitions,
  type TributaryEvent,
} from '../../shared/contract/index.ts';

/** What became of a value that should be an event of Tributary. */
export type ParseResult =
  | { readonly outcome: 'event'; readonly event: TributaryEvent }
  /** Another source's event, or one that a newer gateway publishes. */
  | { readonly outcome: 'unknown_type'; readonly detailType: string | undefined }
  /** `problem` names the field that does not fit, and never a value. */
  | { readonly outcome: 'invalid'; readonly problem: string };

/**
 * Reads an event as EventBridge hands it over: the object that a Lambda function is called with, or
 * the parsed body of a queue's message. EventBridge's own fields (`id`, `time`, `account` …) are left
 * out of the result.
 *
 * Fields that this version of the package does not know are left out too: a gateway may be deployed
 * with a new optional field before its subscribers are.
 */
export function parseEvent(value: unknown): ParseResult {
  const { source, 'detail-type': type, detail } = asRecord(value);
  if (!isEventType(type)) {
    return { outcome: 'unknown_type', detailType: typeof type === 'string' ? type : undefined };
  }
  const schema = eventDefinitions[type].detail;
  const known = withoutUnknownFields(schema, detail);
  const parsed = schema.safeParse(known);
  if (!parsed.success) return { outcome: 'invalid', problem: problemOf(parsed.error) };
  const { provider } = parsed.data.metadata;
  return source === `tributary.${provider}`
    ? {
        outcome: 'event',
        // The schema was chosen by `type`, which TypeScript cannot follow through the lookup.
        event: { source, 'detail-type': type, detail: parsed.data } as TributaryEvent,
      }
    : { outcome: 'invalid', problem: 'source: not that of metadata.provider' };
}

function isEventType(type: unknown): type is EventType {
  return typeof type === 'string' && Object.hasOwn(eventDefinitions, type);
}

type DetailSchema = (typeof eventDefinitions)[EventType]['detail'];

/** A copy without the fields that the closed schema refuses; the value itself if there are none. */
function withoutUnknownFields(schema: DetailSchema, detail: unknown): unknown {
  const { error } = schema.safeParse(detail);
  const unknown = (error?.issues ?? []).filter((issue) => issue.code === 'unrecognized_keys');
  if (unknown.length === 0) return detail;
  const copy: unknown = structuredClone(detail);
  for (const { path, keys } of unknown) {
    const parent = path.reduce<unknown>((at, key) => asRecord(at)[key], copy);
    for (const key of keys) delete asRecord(parent)[key];
  }
  return copy;
}

function problemOf({ issues: [issue] }: z.core.$ZodError): string {
  const path = issue?.path.map(String).join('.') ?? '';
  return `${path || 'detail'}: ${issue?.code ?? 'does not fit'}`;
}

function asRecord(value: unknown): Record<PropertyKey, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>) : {};
}
