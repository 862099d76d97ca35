import { toSource } from '../../../shared/contract/event-kinds.ts';
import type { Detail, TributaryEvent } from '../../../shared/contract/index.ts';
import { describeEventLine } from '../terminal/describe-event-line.ts';
import type { Line } from '../terminal/lines.ts';

/** An event of any day as one line, with the time at which it happened, by which lists of them are sorted. */
export function describeEvent(event: TributaryEvent): Line {
  const { occurredAt } = event.detail.metadata;
  return [
    { text: `${occurredAt.slice(0, 10)} `, style: 'quiet' },
    ...describeEventLine({ ...event, time: occurredAt }, 'occurredAt'),
  ];
}

/** A failure, and below it the whole reason: a line would be cut where that begins to say something. */
export function describeFailure(event: TributaryEvent): readonly Line[] {
  const { data } = event.detail;
  const { errors = [] } = 'message' in data ? data.message : 'errors' in data ? data : {};
  return [
    describeEvent(event),
    ...errors.map(({ code, title, detail }): Line => {
      const texts = [...new Set([code, title, detail])].filter((text) => text !== undefined);
      return ['    ', { text: texts.join(': '), style: 'bad' }];
    }),
  ];
}

/** An event as one line, by its content. */
export function describeDetail(detail: Detail): Line {
  const { provider, type } = detail.metadata;
  // Its type is that of its content, which TypeScript does not follow.
  return describeEvent({
    source: toSource(provider),
    'detail-type': type,
    detail,
  } as TributaryEvent);
}

/** Whether a value of a state is the content of an event. */
function isDetail(value: unknown): value is Detail {
  return typeof value === 'object' && value !== null && 'metadata' in value && 'data' in value;
}

/** A state that is derived from events: its fields by name, and its events as lines. */
export function describeState(state: object): readonly Line[] {
  return Object.entries(state).flatMap(([name, value]) => describeField(name, value));
}

function describeField(name: string, value: unknown): readonly Line[] {
  if (value === undefined || value === null) return [];
  const label = { text: `${name}  `, style: 'quiet' } as const;
  if (isDetail(value)) return [[label, ...describeDetail(value)]];
  if (Array.isArray(value)) {
    if (value.length === 0) return [];
    return [
      [{ text: name, style: 'strong' }],
      ...value.map(
        (each): Line => ['  ', ...(isDetail(each) ? describeDetail(each) : [toText(each)])],
      ),
    ];
  }
  if (typeof value === 'object') {
    const fields = Object.entries(value);
    if (fields.some(([, each]) => isDetail(each))) {
      return [
        [{ text: name, style: 'strong' }],
        ...fields.flatMap(([key, each]) =>
          describeField(key, each).map((line): Line => ['  ', ...line]),
        ),
      ];
    }
    return fields.length === 0 ? [] : [[label, { text: toText(value), cut: true }]];
  }
  return [[label, toText(value)]];
}

function toText(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
