import type { CallbackRequest, ProviderAdapter } from '../../shared/provider/provider-adapter.ts';
import type { ProviderSecret } from '../../shared/provider/provider-secret.ts';
import { toEventItem } from '../../shared/table/event-item.ts';
import { type Reception, receive as receiveWith } from '../../tools/provider-testing/receive.ts';
import { itemProblems } from '../simulation/aws/item-quotas.ts';

export type { Reception } from '../../tools/provider-testing/receive.ts';

/** Receives one callback with the real pipeline. The table accepts only items that DynamoDB accepts. */
export async function receive(
  adapter: ProviderAdapter,
  secret: ProviderSecret,
  request: CallbackRequest,
): Promise<Reception> {
  return receiveWith(adapter, secret, request, (record) => {
    const problems = itemProblems({ ...toEventItem(record, { publish: true }) });
    if (problems.length > 0) throw new Error(problems.join(', '));
  });
}
