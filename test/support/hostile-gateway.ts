import type { CallbackPorts } from '../../functions/callback/ports.ts';
import { receiveCallback } from '../../functions/callback/receive-callback.ts';
import type { CallbackAnswer } from '../../functions/callback/responses.ts';
import { eventDefinitions } from '../../shared/contract/index.ts';
import type { CallbackRequest, Provider } from '../../shared/provider/provider-adapter.ts';
import type { ProviderSecret } from '../../shared/provider/provider-secret.ts';
import { toEventItem } from '../../shared/table/event-item.ts';
import type { Fact } from '../../shared/table/event-record.ts';
import { itemProblems } from '../simulation/aws/item-quotas.ts';

/** What a callback came to: the answer, what was kept of it, and what was logged. */
export interface Reception {
  readonly answer: CallbackAnswer;
  readonly facts: readonly Fact[];
  readonly vaulted: readonly string[];
  readonly logged: string;
}

/**
 * Receives one callback with the real pipeline. The store takes only what the real one can: events
 * that are valid by their closed schemas, as items that DynamoDB does not refuse.
 */
export async function receive(
  provider: Provider,
  secret: ProviderSecret,
  request: CallbackRequest,
): Promise<Reception> {
  const facts: Fact[] = [];
  const vaulted: string[] = [];
  const lines: string[] = [];
  const log = (message: string, fields?: object) =>
    void lines.push(JSON.stringify({ message, ...fields }));
  const ports: CallbackPorts = {
    facts: {
      store: async (fact) => {
        eventDefinitions[fact.event['detail-type']].detail.parse(fact.event.detail);
        const problems = itemProblems({ ...toEventItem(fact, { publish: true }) });
        if (problems.length > 0) throw new Error(problems.join(', '));
        facts.push(fact);
        return 'stored';
      },
    },
    vault: {
      keep: async (_key, json) => {
        JSON.parse(json);
        vaulted.push(json);
      },
    },
    secrets: { get: async () => secret, refresh: async () => secret },
    channels: {},
    log: { info: log, warn: log, error: log },
    now: () => new Date('2026-03-01T12:00:00.000Z'),
  };
  const answer = await receiveCallback(request, provider, ports);
  return { answer, facts, vaulted, logged: lines.join('\n') };
}
