import { defineCommand } from '../command.ts';
import { describeFinding } from '../doctor/describe-finding.ts';
import { examineCallbacks } from '../doctor/examine-callbacks.ts';
import { examineFiles } from '../doctor/examine-files.ts';
import { examineOutbox } from '../doctor/examine-outbox.ts';
import { examinePublisher } from '../doctor/examine-publisher.ts';
import { examineReceivers } from '../doctor/examine-receivers.ts';
import { examineVersion } from '../doctor/examine-version.ts';
import { openStores } from '../gateway/open-stores.ts';

export const doctor = defineCommand({
  name: 'doctor',
  summary: 'check the gateway, and name the next command for each problem',
  details: `Sends every endpoint an empty request, which is not stored. Checks its version, secrets, stream, publisher, dead
letters, failed files, quarantine, alarms, the rules on the bus, its archive, and the receivers of HTTP subscriptions in
its stack. Reports also what it could not check.`,
  writes: false,
  options: {},
  async run(_values, _names, context) {
    const stores = await openStores(context);
    const groups = await Promise.all([
      examineCallbacks(stores.gateway, context.now()),
      examineOutbox(stores, context.now()),
      examineFiles(stores, context.now()),
      examinePublisher(stores.gateway, context.now()),
      examineReceivers(stores.gateway),
    ]);
    const findings = [examineVersion(stores.gateway), ...groups.flat()];
    for (const finding of findings)
      context.output.entry(finding, () => describeFinding(finding, stores.gateway));
    return findings.some(({ state }) => state === 'failed') ? 1 : 0;
  },
});
