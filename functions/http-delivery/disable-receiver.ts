import type { DisabledBecause } from '../../shared/http-subscription/receiver-state.ts';
import type { DeliveryPorts } from './ports.ts';

/**
 * Disables the receiver: the queue stops first, so that a failure in between leaves one that is disabled and
 * not one that only says so. The line that raises the alarm comes before the state, which may not be stored.
 *
 * @throws when Lambda or the table cannot be reached: the event's next attempt comes here again
 */
export async function disableReceiver(
  because: Exclude<DisabledBecause, 'operator'>,
  { receiver, deliverySwitch, log, now }: DeliveryPorts,
): Promise<void> {
  const { disabledAt } = await receiver.read();
  // Events that were in flight when it was disabled come here, too. The state alone may be wrong: a deployment
  // may have switched the queue on again.
  if (disabledAt !== undefined && !(await deliverySwitch.isOn())) return;
  await deliverySwitch.turnOff();
  log.error('receiver disabled', { reason: because });
  await receiver.change({ disabledAt: now().toISOString(), disabledBecause: because });
}
