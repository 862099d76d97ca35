import { UsageError } from '../../command-line/command-error.ts';
import { readCallbackFixture } from '../../emulator-client/callback-fixtures.ts';
import { defineCommand } from '../command.ts';
import { findCallback } from '../gateway/gateway.ts';
import { readProvider } from '../gateway/read-providers.ts';
import { providerOption } from '../known-values.ts';
import { pasteableCommand } from '../pasteable-command.ts';
import { isSuccess, openSender, senderOptions } from '../send/open-sender.ts';

export const send = defineCommand({
  name: 'send',
  arguments: '<fixture or file>',
  summary: 'send a callback as a provider would',
  details: `Takes the name of a fixture, such as incs/new_message.whatsapp-image, or a file. Sends the static headers
of the provider's secret, and signs with its newest signing key. A file is sent as it is, unless its
name ends in .payload.json. The emulator serves the media of the fixtures. With --json each response is
{"status","elapsedMs","body"}.`,
  writes: false,
  options: {
    provider: providerOption('the provider of the callback; default: the folder of the fixture'),
    ...senderOptions,
    'content-type': {
      type: 'string',
      value: 'TYPE',
      help: 'the header of the callback; default: that of the provider',
    },
    repeat: { type: 'string', value: 'N', help: 'how many times; default 1' },
  },
  async run(values, [nameOrFile, ...others], { connect, output, now }) {
    const repeat = Number(values.repeat ?? 1);
    if (nameOrFile === undefined || others.length > 0)
      throw new UsageError('name one fixture or file');
    if (!Number.isInteger(repeat) || repeat < 1)
      throw new UsageError('--repeat must be a number from 1');

    const fixture = await readCallbackFixture(nameOrFile);
    const provider = values.provider ?? fixture.provider;
    if (!provider) throw new UsageError('--provider is required for a file outside fixtures/');
    const gateway = await connect();
    findCallback(gateway, provider);
    const adapter = await readProvider(gateway, provider);
    const contentType = values['content-type'];
    const sender = await openSender(gateway, adapter, fixture, values, { now, contentType });
    if (sender.unsignedBecause !== undefined)
      output.progress(`sent without a signature: ${sender.unsignedBecause}`);
    let allAccepted = true;
    for (let sent = 0; sent < repeat; sent += 1) {
      const response = await sender.send();
      output.print(
        response,
        `${response.status} in ${response.elapsedMs} ms ${response.body}`.trimEnd(),
      );
      allAccepted &&= isSuccess(response);
    }
    if (!allAccepted) output.progress(`to find the cause: ${pasteableCommand('doctor', gateway)}`);
    return allAccepted ? 0 : 1;
  },
});
