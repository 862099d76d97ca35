import type * as z from 'zod/mini';
import { toSource } from '../../shared/contract/event-kinds.ts';
import {
  type EventType,
  eventDefinitions,
  type TributaryEvent,
} from '../../shared/contract/index.ts';

/** The result of parsing a value that should be an event of Tributary. */
export type ParseResult =
  | { readonly outcome: 'event'; readonly event: TributaryEvent }
  /** An event of another source, or of a type that a newer gateway publishes. */
  | { readonly outcome: 'unknown_type'; readonly detailType: string | undefined }
  /** `problem` names the invalid field and never contains a value. */
  | { readonly outcome: 'invalid'; readonly problem: string };

/**
 * Parses an event in the form in which EventBridge delivers it: the input of a Lambda function, or the
 * parsed body of a queue's message. The result omits EventBridge's own fields (`id`, `time`,
 * `account` …).
 *
 * It also omits fields that this version of the package does not know: a gateway with a new optional
 * field may be deployed before its subscribers.
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
  return source === toSource(provider)
    ? {
        outcome: 'event',
        // The schema was chosen by `type`, which TypeScript cannot follow through the lookup.
        event: { source, 'detail-type': type, detail: parsed.data } as TributaryEvent,
      }
    : { outcome: 'invalid', problem: 'source: differs from metadata.provider' };
}

function isEventType(type: unknown): type is EventType {
  return typeof type === 'string' && Object.hasOwn(eventDefinitions, type);
}

type DetailSchema = (typeof eventDefinitions)[EventType]['detail'];

/** A copy without the fields that the closed schema refuses; the value itself if it has none. */
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
  return `${path || 'detail'}: ${issue?.code ?? 'invalid'}`;
}

function asRecord(value: unknown): Record<PropertyKey, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>) : {};
}
