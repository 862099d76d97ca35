import { payloadPrefixes } from '../../../../shared/payloads/payload-keys.ts';
import { createBusPolicy } from '../../aws/eventbridge-bus-policy.ts';
import { createPublisherFunction } from '../../aws/lambda-event-source.ts';
import { createS3Eraser } from '../../aws/s3-eraser.ts';
import type { CommandContext } from '../../command.ts';
import type { Stores } from '../../gateway/open-stores.ts';
import { redriveObject } from '../../redrive/redrive-object.ts';
import type { FaultPorts } from './ports.ts';

/** The parts of a deployed gateway that the faults of a run break. */
export function openFaults(
  stores: Stores,
  ports: Pick<CommandContext, 'waitMs' | 'now'>,
): Pick<FaultPorts, 'bus' | 'publisher' | 'oldRecords' | 'byHand'> {
  const { gateway, payloads } = stores;
  const { clients, resources } = gateway;
  const eraser = createS3Eraser(clients.s3, resources.payloadBucket, true);
  return {
    bus: createBusPolicy(clients.eventBridge, resources.eventBus),
    publisher: createPublisherFunction(resources.publisherFunction),
    oldRecords: {
      list: () => payloads.list(payloadPrefixes.lambdaOnFailure),
      read: payloads.read,
      async redrive(key) {
        const outcome = await redriveObject(key, stores, ports);
        if (outcome === 'published') await eraser.erase([key], () => {});
        return outcome;
      },
    },
    byHand: (seconds) =>
      `aws events remove-permission --event-bus-name ${resources.eventBus} --statement-id TributaryVerify${seconds}, then npx cdk deploy --revert-drift`,
  };
}
