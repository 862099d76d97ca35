import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { sourcePrefix } from '../../../shared/contract/event-kinds.ts';
import type { EventEnvelope } from '../../emulator-client/event-log.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { Output } from '../output.ts';
import {
  connectRules,
  createTemporaryQueue,
  deleteTemporary,
  receiveEvents,
} from './eventbridge-temporary-rules.ts';

/**
 * Yields the events of a deployed bus as they arrive, through a temporary rule and queue. Both are
 * deleted when the caller stops, on Ctrl-C and after an error; what cannot be deleted is reported. The
 * first events arrive some seconds after the rule is created.
 *
 * @param signal ends it as Ctrl-C does
 */
export async function* followDeployedBus(
  gateway: Gateway,
  output: Pick<Output, 'progress'>,
  command = 'tail',
  signal?: AbortSignal,
): AsyncGenerator<EventEnvelope> {
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  signal?.addEventListener('abort', stop);
  const stopped = once(process, 'SIGINT', { signal: stopping.signal }).then(
    () => stopping.abort(),
    () => undefined,
  );
  const name = `${gateway.name}-${command}-${randomUUID().slice(0, 8)}`;
  const rules = [{ name, pattern: { source: [{ prefix: sourcePrefix }] } }];
  let queueUrl: string | undefined;
  try {
    queueUrl = await createTemporaryQueue(name, gateway);
    await connectRules(queueUrl, { command, rules }, gateway);
    output.progress(`created the rule and the queue ${name}; Ctrl-C deletes them`);
    while (!stopping.signal.aborted) yield* receiveEvents(queueUrl, gateway, stopping.signal);
  } finally {
    stopping.abort();
    signal?.removeEventListener('abort', stop);
    await stopped;
    if (queueUrl !== undefined) {
      const left = await deleteTemporary({ command, ruleNames: [name], queueUrl }, gateway);
      if (left.length > 0)
        output.progress(`could not delete the ${left.join(' and the ')} ${name}`);
    }
  }
}
