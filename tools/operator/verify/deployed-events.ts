import { createEventBridgeBus } from '../../../functions/publisher/eventbridge-bus.ts';
import {
  connectRules,
  createTemporaryQueue,
  deleteTemporary,
  findTemporary,
  receiveEvents,
} from '../aws/eventbridge-temporary-rules.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { OperatorError } from '../operator-error.ts';
import type { EventInbox, EventSource } from './event-inbox.ts';
import type { Run } from './test-account.ts';

const command = 'verify';

/**
 * How many events one rule names. A pattern has at most 2,048 characters (EventBridge quotas, read on
 * 2026-11-28), and an id takes 39.
 */
const idsPerRule = 40;

/** No other event on the bus has this source: the archive and rules for the gateway's events ignore it. */
const probeSource = 'verify.tributary';

/** Name of the queue of a run, and beginning of the names of its rules. */
function nameOf({ name }: Pick<Gateway, 'name'>, run: Run): string {
  return `${name}-${command}-${run.id}`;
}

/**
 * Follows these events of a deployed bus, and no others, through temporary rules and a queue. Deletes what it
 * has created when it fails. A rule has no effect at first: `prove` puts probes on the bus until they come back.
 */
export async function openDeployedEvents(
  gateway: Gateway,
  run: Run,
  eventIds: readonly string[],
): Promise<EventSource> {
  const name = nameOf(gateway, run);
  const rules = toRules(name, eventIds);
  const queueUrl = await createTemporaryQueue(name, gateway);
  const created = { command, ruleNames: rules.map((rule) => rule.name), queueUrl };
  async function close(): Promise<void> {
    const left = await deleteTemporary(created, gateway);
    if (left.length > 0) {
      throw new OperatorError(
        `could not delete the ${left.join(' and the ')} ${name}: run verify again, or delete it`,
      );
    }
  }
  try {
    await connectRules(queueUrl, { command, rules }, gateway);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    receive: (signal) => receiveEvents(queueUrl, gateway, signal),
    prove: (inbox, timeoutMs) => proveRules(rules, inbox, gateway, timeoutMs),
    close,
  };
}

/** Deletes what a run has left that was killed. */
export async function deleteDeployedEvents(gateway: Gateway, run: Run): Promise<void> {
  const name = nameOf(gateway, run);
  const left = await deleteTemporary(await findTemporary({ name, command }, gateway), gateway);
  if (left.length > 0) throw new OperatorError(`could not delete the ${left.join(', ')} ${name}`);
}

interface ProvenRule {
  readonly name: string;
  readonly probeId: string;
  readonly pattern: object;
}

/** Each rule also matches a probe of its own. */
function toRules(name: string, eventIds: readonly string[]): readonly ProvenRule[] {
  const rules: ProvenRule[] = [];
  for (let from = 0; from === 0 || from < eventIds.length; from += idsPerRule) {
    const probeId = `${name}-${rules.length}`;
    const ids = [probeId, ...eventIds.slice(from, from + idsPerRule)];
    rules.push({ name: probeId, probeId, pattern: { detail: { metadata: { id: ids } } } });
  }
  return rules;
}

/** How long one probe may take before another one is sent. */
const probeMs = 3_000;

async function proveRules(
  rules: readonly ProvenRule[],
  inbox: EventInbox,
  { clients, resources }: Gateway,
  timeoutMs: number,
): Promise<void> {
  const bus = createEventBridgeBus(clients.eventBridge, resources.eventBus);
  const endsAtMs = performance.now() + timeoutMs;
  for (const { name, probeId } of rules) {
    const detail = JSON.stringify({ metadata: { id: probeId } });
    let isInEffect = false;
    while (!isInEffect) {
      await bus.publish([{ source: probeSource, detailType: 'probe', detail }]);
      isInEffect = (await inbox.waitFor(probeId, probeMs)) !== undefined;
      if (!isInEffect && performance.now() > endsAtMs) {
        throw new OperatorError(
          `the temporary rule ${name} received nothing within ${timeoutMs / 1000} s: try again, or check the AWS status page`,
        );
      }
    }
  }
}
