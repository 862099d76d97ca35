import { createCloudWatchState, type RaisedAlarm } from '../aws/cloudwatch-state.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { checkLag, checkLocalPublisher } from './check-outbox.ts';
import { examine } from './examine.ts';
import type { Finding, Judgement } from './finding.ts';
import { readLocalPublisher } from './local-publisher.ts';

/** Checks whether the publisher keeps up, and which alarms are raised. */
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
  const publisher = await examine('publisher', async () =>
    checkLocalPublisher(await readLocalPublisher(origin, gateway, now)),
  );
  return [
    ...publisher,
    { check: 'alarms', state: 'skipped', text: 'the emulator has no CloudWatch' },
  ];
}

async function examineDeployed(gateway: Gateway, now: Date): Promise<readonly Finding[]> {
  const { name, resources } = gateway;
  const cloudWatch = createCloudWatchState();
  const findings = await Promise.all([
    examine('publisher', async () =>
      checkLag(await cloudWatch.publisherLagMs(resources.publisherFunction, now)),
    ),
    examine('alarms', async () => {
      const raised = await cloudWatch.raisedAlarms(name);
      const isWithout = raised.length === 0 && !(await gateway.hasAlarms());
      return isWithout ? withoutAlarms : checkAlarms(raised);
    }),
  ]);
  return findings.flat();
}

const withoutAlarms: Judgement = {
  state: 'skipped',
  text: 'the gateway has no alarms (alarms.preset): look at your own monitoring',
};

function checkAlarms(raised: readonly RaisedAlarm[]): Judgement | readonly Finding[] {
  if (raised.length === 0) return { state: 'ok', text: 'no alarm is raised' };
  return raised.map(({ name, description }) => ({
    check: `alarm ${name}`,
    state: 'failed',
    text: description,
  }));
}
