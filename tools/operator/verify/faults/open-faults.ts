import { payloadPrefixes } from '../../../../shared/payloads/payload-keys.ts';
import { createBusPolicy } from '../../aws/eventbridge-bus-policy.ts';
import { createPublisherFunction } from '../../aws/lambda-event-source.ts';
import { createS3Eraser } from '../../aws/s3-eraser.ts';
import type { CommandContext } from '../../command.ts';
import type { Stores } from '../../gateway/open-stores.ts';
import { redriveObject } from '../../redrive/redrive-object.ts';
import type { FaultPace, FaultPorts } from './ports.ts';

const paceOnAws: FaultPace = { quietMs: 20_000, pollMs: 5_000 };

/** Its buses deny at once. */
const paceOfEmulator: FaultPace = { quietMs: 2_000, pollMs: 500 };

/** The parts of a gateway that the faults of a run break. */
export function openFaults(
  stores: Stores,
  ports: Pick<CommandContext, 'waitMs' | 'now'>,
): Pick<FaultPorts, 'bus' | 'publisher' | 'oldRecords' | 'pace' | 'byHand'> {
  const { gateway, payloads } = stores;
  const { clients, resources } = gateway;
  const isLocal = gateway.localOrigin !== undefined;
  const eraser = createS3Eraser(clients.s3, resources.payloadBucket, !isLocal);
  return {
    bus: createBusPolicy(clients.eventBridge, resources.eventBus),
    publisher: createPublisherFunction(resources.publisherFunction, clients.lambda),
    oldRecords: {
      list: () => payloads.list(payloadPrefixes.lambdaOnFailure),
      read: payloads.read,
      async redrive(key) {
        const outcome = await redriveObject(key, stores, ports);
        if (outcome === 'published') await eraser.erase([key], () => {});
        return outcome;
      },
    },
    pace: isLocal ? paceOfEmulator : paceOnAws,
    byHand: (seconds) =>
      isLocal
        ? 'stop the emulator and start it again: it takes both from the template'
        : `aws events remove-permission --event-bus-name ${resources.eventBus} --statement-id TributaryVerify${seconds}, then npx cdk deploy --revert-drift`,
  };
}
