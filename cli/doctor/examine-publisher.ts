import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { readPublisherLag, readRaisedAlarms } from '../gateway/cloudwatch-state.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { checkLag, checkLocalPublisher } from './check-outbox.ts';
import type { Finding } from './finding.ts';
import { readLocalPublisher } from './local-publisher.ts';

/** Whether the publisher keeps up, and what CloudWatch says of everything else. */
export function examinePublisher(gateway: Gateway, now: Date): Promise<readonly Finding[]> {
  return gateway.localOrigin === undefined
    ? examineDeployed(gateway, now)
    : examineLocal(gateway.localOrigin, gateway, now);
}

async function examineLocal(
  origin: string,
  gateway: Gateway,
  now: Date,
): Promise<readonly Finding[]> {
  return [
    checkLocalPublisher(await readLocalPublisher(origin, gateway, now)),
    { check: 'alarms', state: 'skipped', text: 'there is no CloudWatch here' },
  ];
}

async function examineDeployed(
  { name, resources }: Gateway,
  now: Date,
): Promise<readonly Finding[]> {
  const client = new CloudWatchClient();
  const [lagMs, raised] = await Promise.all([
    readPublisherLag(client, resources.publisherFunction, now),
    readRaisedAlarms(client, name),
  ]);
  const alarms: readonly Finding[] = raised.map((alarm) => ({
    check: `alarm ${alarm.name}`,
    state: 'failed',
    text: alarm.description,
  }));
  const none: Finding = { check: 'alarms', state: 'ok', text: 'none is raised' };
  return [checkLag(lagMs), ...(alarms.length > 0 ? alarms : [none])];
}
