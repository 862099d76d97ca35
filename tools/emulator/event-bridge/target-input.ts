import type { EventEnvelope } from '../../emulator-client/event-log.ts';
import type { MatchedTarget } from './service.ts';

/**
 * What a target receives of an event: all of it, a part (`InputPath`), a text of the rule (`Input`), or a text
 * with parts of the event in it (`InputTransformer`).
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export function toTargetInput(
  { ruleArn, target }: MatchedTarget,
  event: EventEnvelope,
  receivedAt: Date,
): string {
  const { Input, InputPath, InputTransformer } = target;
  if (Input !== undefined) return Input;
  if (InputPath !== undefined) return JSON.stringify(readPath(event, InputPath)) ?? '{}';
  if (InputTransformer === undefined) return JSON.stringify(event);
  const { InputPathsMap: paths, InputTemplate: template } = InputTransformer;
  const { detail: _, ...eventWithoutDetail } = event;
  return fillTemplate(template, {
    ...Object.fromEntries(
      Object.entries(paths).map(([name, path]) => [name, readPath(event, path)]),
    ),
    'aws.events.rule-arn': ruleArn,
    'aws.events.rule-name': ruleArn.slice(ruleArn.lastIndexOf('/') + 1),
    'aws.events.event.ingestion-time': receivedAt.toISOString(),
    'aws.events.event': eventWithoutDetail,
    'aws.events.event.json': event,
  });
}

/** Outside of quotes a placeholder becomes JSON, within them the text of its value. */
function fillTemplate(template: string, values: Readonly<Record<string, unknown>>): string {
  let isInQuotes = false;
  return template.replaceAll(
    /\\.|"|<([\w.-]+)>/gs,
    (found: string, name: string | undefined): string => {
      if (found === '"') isInQuotes = !isInQuotes;
      if (name === undefined || !(name in values)) return found;
      const value = values[name];
      if (!isInQuotes) return JSON.stringify(value ?? '');
      if (typeof value === 'string') return JSON.stringify(value).slice(1, -1);
      return value === undefined ? '' : JSON.stringify(value).replaceAll('"', '\\"');
    },
  );
}

/** `$.detail.data['a-b'][0]` */
function readPath(event: EventEnvelope, path: string): unknown {
  const keys = [...path.matchAll(/\.([\w-]+)|\['([^']+)'\]|\[(\d+)\]/g)].map(
    ([, name, quoted, index]) => name ?? quoted ?? index ?? '',
  );
  let value: unknown = event;
  for (const key of keys) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}
