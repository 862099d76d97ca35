import { z } from 'zod';
import { parseJsonOrUndefined } from '../../../shared/json.ts';
import { arnOf, busArnOf, localAccount } from '../../emulator-client/account.ts';
import type { Permission } from './policy.ts';

const eventsInput = z.object({
  Name: z.string().optional(),
  Rule: z.string().optional(),
  EventBusName: z.string().optional(),
  EventPattern: z.string().optional(),
  Entries: z
    .array(
      z.object({
        EventBusName: z.string().default('default'),
        Source: z.string().optional(),
        DetailType: z.string().optional(),
      }),
    )
    .default([]),
});

type EventsInput = z.infer<typeof eventsInput>;

/** The permissions that a call to EventBridge needs: on each bus of `PutEvents`, on a bus or on a rule. */
export function eventsPermissions(operation: string, input: unknown): readonly Permission[] {
  const request = eventsInput.parse(input);
  const action = `events:${operation}`;
  if (request.Entries.length === 0) {
    const context = {
      'events:creatorAccount': [localAccount.accountId],
      'events:source': sourcesOf(request),
    };
    return [{ action, resource: busOrRule(operation, request), context }];
  }
  const byBus = Map.groupBy(request.Entries, ({ EventBusName }) => busArnOf(EventBusName));
  return [...byBus].map(([resource, entries]) => ({
    action,
    resource,
    context: {
      'events:source': entries.flatMap(({ Source }) => Source ?? []),
      'events:detail-type': entries.flatMap(({ DetailType }) => DetailType ?? []),
    },
  }));
}

const eventPattern = z.object({ source: z.array(z.unknown()).default([]) });

/**
 * The sources in the pattern of a `PutRule`. AWS documents the key for literal sources only, so here an
 * operator such as `prefix` is a source that no policy names.
 */
function sourcesOf({ EventPattern }: EventsInput): readonly string[] {
  if (EventPattern === undefined) return [];
  const { data } = eventPattern.safeParse(parseJsonOrUndefined(EventPattern));
  return data?.source.map((each) => (typeof each === 'string' ? each : JSON.stringify(each))) ?? [];
}

/** Operations on a rule call it `Name` or `Rule`; operations on a bus call the bus `Name`. */
function busOrRule(operation: string, { Name, Rule, EventBusName: bus }: EventsInput): string {
  // The permissions on policies have no resource (service authorization reference, read 2026-11-28).
  if (operation.endsWith('Permission')) return '*';
  const name = Rule ?? Name;
  if (name === undefined) return bus === undefined ? '*' : busArnOf(bus);
  if (operation.endsWith('EventBus')) return busArnOf(name);
  const ofBus = bus === undefined || bus === 'default' ? '' : `${bus.split('/').at(-1)}/`;
  return arnOf('events', `rule/${ofBus}${name}`);
}
