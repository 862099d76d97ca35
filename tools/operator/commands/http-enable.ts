import { defineCommand } from '../command.ts';
import { openSubscription } from '../http/open-subscription.ts';

export const httpEnable = defineCommand({
  name: 'http enable',
  arguments: '<name>',
  summary: 'post events to a disabled receiver again',
  details: `Continues with the events that wait. An event that failed shortly before the receiver was disabled comes
when its pause ends, within 8 hours. Events that waited for more than 14 days are gone: post them by http replay.`,
  writes: true,
  options: {},
  async run(_values, [name], context) {
    const { description, deliverySwitch, receiver, queue } = await openSubscription(context, name);
    const state = await queue.state();
    // An event that was tried is hidden until its pause ends.
    const waiting = state.waiting + state.inFlight;
    const result = { name: description.name, waiting };
    const { output } = context;
    const isOn = await deliverySwitch.isOn();
    const { disabledAt } = await receiver.read();
    // A deployment may have switched the queue on while the state still says that it is disabled.
    if (isOn && disabledAt === undefined) {
      output.print({ ...result, receiver: 'enabled' }, `${description.name} is enabled already`);
      return 0;
    }
    if (!context.isConfirmed) {
      output.print(
        { ...result, dryRun: true },
        isOn
          ? `events are posted to ${description.url} already, but its state says that it is disabled; add --yes to correct it`
          : `${waiting} events wait and would be posted to ${description.url}; add --yes to enable it`,
      );
      return 0;
    }
    // First: if the queue starts before, the first failure would disable the receiver again.
    await receiver.change({
      enabledAt: context.now().toISOString(),
      disabledAt: undefined,
      disabledBecause: undefined,
    });
    if (!isOn) await deliverySwitch.turnOn();
    output.print(
      { ...result, receiver: 'enabled' },
      `${description.name} is enabled; Lambda starts within a minute`,
    );
    return 0;
  },
});
