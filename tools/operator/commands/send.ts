import { loadProvider } from '../../../functions/providers/load-provider.ts';
import type { CallbackUrls } from '../../../shared/runtime/callback-urls.ts';
import { UsageError } from '../../command-line/command-error.ts';
import { readCallbackFixture, toCallbackBody } from '../../emulator-client/callback-fixtures.ts';
import { defineCommand } from '../command.ts';
import { readProviderUrls } from '../gateway/read-provider-urls.ts';
import { providerOption } from '../known-values.ts';
import { OperatorError } from '../operator-error.ts';

const endpoints = ['api', 'functionUrl'] as const;

export const send = defineCommand({
  name: 'send',
  arguments: '<fixture or file>',
  summary: 'send a callback as a provider would',
  details: `Takes the name of a fixture, such as incs/new_message.whatsapp-image, which is sent in the format of the
provider, or a file, which is sent as it is. The emulator serves the media of the fixtures. With --json each
response is {"status","elapsedMs","body"}.`,
  writes: false,
  options: {
    provider: providerOption('the provider of the callback; default: the folder of the fixture'),
    endpoint: {
      type: 'string',
      value: 'ENDPOINT',
      oneOf: endpoints,
      help: 'api or functionUrl; default: api, if the gateway has one',
    },
    'content-type': {
      type: 'string',
      value: 'TYPE',
      help: 'the header of the callback; default: that of the provider',
    },
    repeat: { type: 'string', value: 'N', help: 'how many times; default 1' },
  },
  async run(values, [nameOrFile, ...others], { connect, output }) {
    const repeat = Number(values.repeat ?? 1);
    if (nameOrFile === undefined || others.length > 0)
      throw new UsageError('name one fixture or file');
    if (!Number.isInteger(repeat) || repeat < 1)
      throw new UsageError('--repeat must be a number from 1');

    const fixture = await readCallbackFixture(nameOrFile);
    const provider = values.provider ?? fixture.provider;
    if (!provider) throw new UsageError('--provider is required for a file outside fixtures/');
    const gateway = await connect();
    const target = await readProviderUrls(gateway, provider);
    const wanted = endpoints.filter((each) => (values.endpoint ?? each) === each);
    const url = wanted.map((each) => target?.[each]).find((each) => each !== undefined);
    if (!target || !url)
      throw new UsageError(
        `the gateway has no ${wanted.join(' or ')} for the provider ${provider}`,
      );
    const { codec } = await loadProvider(provider);
    const body = toCallbackBody(fixture, codec, gateway.localOrigin);
    const headers = {
      'content-type': values['content-type'] ?? codec.contentType,
      ...target.headers,
    };
    let allAccepted = true;
    for (let sent = 0; sent < repeat; sent += 1) {
      const response = await post(url, headers, body);
      output.print(
        response,
        `${response.status} in ${response.elapsedMs} ms ${response.body}`.trimEnd(),
      );
      allAccepted &&= response.status >= 200 && response.status < 300;
    }
    return allAccepted ? 0 : 1;
  },
});

async function post(url: string, headers: CallbackUrls['headers'], body: Buffer<ArrayBuffer>) {
  const startedAt = performance.now();
  const response = await fetch(url, {
    method: 'POST',
    headers,
    body,
  }).catch((cause: unknown) => {
    throw new OperatorError(`no response from ${new URL(url).origin}`, { cause });
  });
  return {
    status: response.status,
    elapsedMs: Math.round(performance.now() - startedAt),
    body: await response.text(),
  };
}
