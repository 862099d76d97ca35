import { defineCommand } from '../command.ts';
import { openSubscription } from '../http/open-subscription.ts';

export const httpDisable = defineCommand({
  name: 'http disable',
  arguments: '<name>',
  summary: 'stop posting events to a receiver, and keep them',
  details: `Its events wait in the queue for 14 days at most. Requests that are open end. No alarm is raised for it.`,
  writes: true,
  options: {},
  async run(_values, [name], context) {
    const { description, deliverySwitch, receiver } = await openSubscription(context, name);
    const { output } = context;
    const result = { name: description.name };
    if (!(await deliverySwitch.isOn())) {
      output.print({ ...result, receiver: 'disabled' }, `${description.name} is disabled already`);
      return 0;
    }
    if (!context.isConfirmed) {
      output.print(
        { ...result, dryRun: true },
        `no event would be posted to ${description.url}; add --yes to disable it`,
      );
      return 0;
    }
    await deliverySwitch.turnOff();
    await receiver.change({
      disabledAt: context.now().toISOString(),
      disabledBecause: 'operator',
    });
    output.print(
      { ...result, receiver: 'disabled' },
      `${description.name} is disabled; its events wait for 14 days at most`,
    );
    return 0;
  },
});
