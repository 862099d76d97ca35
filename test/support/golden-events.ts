import { existsSync, readFileSync } from 'node:fs';
import type { EventType, TributaryEvent } from '../../shared/contract/index.ts';
import { readFixtures } from '../../tools/dev/fixtures.ts';

/** All events in the goldens of all providers. A fixture without a golden fails the contract tests. */
export function readGoldenEvents(): readonly TributaryEvent[] {
  return readFixtures()
    .filter(({ goldenPath }) => existsSync(goldenPath))
    .flatMap(({ goldenPath }) => JSON.parse(readFileSync(goldenPath, 'utf8')) as TributaryEvent[]);
}

/** The first golden event of a type for which `holds`. */
export function goldenEvent<Type extends EventType>(
  type: Type,
  holds: (event: TributaryEvent<Type>) => boolean = () => true,
): TributaryEvent<Type> {
  const found = readGoldenEvents().find(
    (event) => event['detail-type'] === type && holds(event as TributaryEvent<Type>),
  );
  if (!found) throw new Error(`no golden gives such a ${type}`);
  return found as TributaryEvent<Type>;
}

/** An event as EventBridge delivers it. */
export function delivered<Event extends TributaryEvent>(event: Event) {
  return {
    version: '0',
    id: 'c0ffee00-0000-4000-8000-000000000001',
    account: '111122223333',
    time: '2026-11-21T03:04:07Z',
    region: 'us-east-1',
    resources: [],
    ...event,
  };
}
