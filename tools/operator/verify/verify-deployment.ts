import { readStackThrottles } from '../aws/cloudformation-events.ts';
import { createMetricData } from '../aws/cloudwatch-metric-data.ts';
import { createPublisherFunction } from '../aws/lambda-event-source.ts';
import { examinePublisher } from '../doctor/examine-publisher.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { Report, Result, Verdict } from './result.ts';
import {
  areEmptyMetricsFilled,
  haveData,
  type MetricPorts,
  toCausedMetrics,
} from './verify-metrics.ts';

/** What the checks of a deployment use. */
export interface DeploymentTools extends Omit<MetricPorts, 'data'> {
  readonly report: Report;
}

/** Checks the publisher, the metrics and the deployment itself. Callbacks were sent before. */
export async function verifyDeployment(gateway: Gateway, tools: DeploymentTools): Promise<void> {
  const { report, now } = tools;
  await report.check('publisher', 'lag', async () => {
    const [finding] = await examinePublisher(gateway, now());
    if (finding === undefined) return { state: 'not checked', text: 'nothing was found out' };
    const { state, text, remedy } = finding;
    const isWarning = state === 'warning' || state === 'skipped';
    return { state: isWarning ? 'not checked' : state, text, ...(remedy && { remedy }) };
  });
  await report.check('publisher', 'trigger', () => isTriggered(gateway));
  if (gateway.localOrigin !== undefined) {
    for (const [subject, check] of onlyOnAws) {
      await report.check(subject, check, async () => ({
        state: 'not checked',
        text: 'the emulator has no such service',
      }));
    }
    return;
  }
  await report.check('deployment', 'throttles', () => wasThrottled(gateway));
  await verifyMetrics(gateway, tools);
}

const onlyOnAws = [
  ['deployment', 'throttles'],
  ['alarms', 'metrics'],
  ['alarms', 'FILL'],
] as const;

/** Lambda creates the trigger only with the permission to find the stream, and says what it last did. */
async function isTriggered({ resources, clients }: Gateway): Promise<Verdict> {
  const publisher = createPublisherFunction(resources.publisherFunction, clients.lambda);
  const { state, lastResult } = await publisher.readEventSource();
  const text = `Lambda says: ${state}, ${lastResult || 'no batch yet'}`;
  return state === 'Enabled' && !/problem|error/i.test(lastResult)
    ? { state: 'ok', text }
    : { state: 'failed', text, remedy: 'docs/operations.md#publisher-stopped' };
}

async function wasThrottled({ userHashKey: stackId }: Gateway): Promise<Verdict> {
  const { events, throttled } = await readStackThrottles(stackId);
  return throttled.length === 0
    ? { state: 'ok', text: `AWS throttled nothing in ${events} events of the stack` }
    : {
        state: 'failed',
        text: `AWS throttled ${throttled.length} resources: ${throttled.slice(0, 5).join(', ')}`,
        remedy: 'docs/verify.md#a-deployment-that-was-throttled',
      };
}

async function verifyMetrics(gateway: Gateway, tools: DeploymentTools): Promise<void> {
  const { report } = tools;
  const { metricNamespace: namespace, publisherFunction: publisher } = gateway.resources;
  const ports = { ...tools, data: createMetricData() };
  const caused = toCaused(report.results);
  let alarms: Awaited<ReturnType<typeof ports.data.alarmMetrics>> = [];
  const { state } = await report.check('alarms', 'metrics', async () => {
    alarms = await ports.data.alarmMetrics(gateway.name);
    if (alarms.length === 0) {
      return (await gateway.hasAlarms())
        ? { state: 'failed', text: `no alarm has a name that begins with ${gateway.name}-` }
        : {
            state: 'not checked',
            text: 'the gateway has no alarms (alarms.preset): check that your own monitoring has data',
          };
    }
    return haveData(toCausedMetrics(alarms, { ...caused, namespace, publisher }), ports);
  });
  await report.check('alarms', 'FILL', async () =>
    state === 'ok'
      ? areEmptyMetricsFilled({ namespace, name: 'Stored', dimensions: {} }, alarms, ports)
      : { state: 'not checked', text: 'without metrics there is nothing to fill' },
  );
}

/** What the results so far say about what was counted. */
function toCaused(results: readonly Result[]) {
  const isOk = ({ check, state }: Result, wanted: string) => check === wanted && state === 'ok';
  const accepted = results.filter((result) => isOk(result, 'response'));
  return {
    providers: [...new Set(accepted.map(({ subject }) => subject.split(' ')[0] ?? ''))],
    isFileMirrored: results.some((result) => isOk(result, 'file')),
  };
}
