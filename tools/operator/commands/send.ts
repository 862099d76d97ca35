import type { ProviderAdapter } from '../../../shared/provider/provider-adapter.ts';
import { toCallbackUrls } from '../../../shared/runtime/callback-urls.ts';
import { UsageError } from '../../command-line/command-error.ts';
import {
  type CallbackFixture,
  readCallbackFixture,
  toCallbackBody,
} from '../../emulator-client/callback-fixtures.ts';
import { toUrlAtFunction } from '../../emulator-client/local-urls.ts';
import { readProviderSecret } from '../aws/secrets-manager-secret.ts';
import { defineCommand } from '../command.ts';
import { findCallback } from '../gateway/gateway.ts';
import { readProvider } from '../gateway/read-providers.ts';
import { providerOption } from '../known-values.ts';
import { OperatorError } from '../operator-error.ts';
import { pasteableCommand } from '../pasteable-command.ts';
import { readConnection } from '../secrets/connections.ts';
import { signAsProvider } from '../secrets/sign-as-provider.ts';

const endpoints = ['api', 'functionUrl'] as const;

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
    connection: {
      type: 'string',
      value: 'NAME',
      help: 'send as this named connection of the provider',
    },
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
    const outputs = findCallback(gateway, provider);
    const secret = readConnection(
      await readProviderSecret(gateway.clients.secretsManager, outputs.secretArn),
      values.connection,
    );
    const { headers, ...urls } = toCallbackUrls(outputs, secret);
    const wanted = endpoints.filter((each) => (values.endpoint ?? each) === each);
    const url = wanted.map((each) => urls[each]).find((each) => each !== undefined);
    if (url === undefined)
      throw new UsageError(
        `the gateway has no ${wanted.join(' or ')} for the provider ${provider}`,
      );
    const adapter = await readProvider(gateway, provider);
    const contentType = values['content-type'] ?? adapter.codec.contentType;
    const body = toBody(fixture, adapter, gateway.localOrigin);
    let allAccepted = true;
    for (let sent = 0; sent < repeat; sent += 1) {
      const callback = { method: 'POST', url: toUrlAtFunction(url), body, receivedAt: now() };
      const signed = signAsProvider(
        callback,
        { ...headers, 'content-type': contentType },
        secret,
        adapter.manifest,
      );
      if (signed.unsignedBecause !== undefined && sent === 0)
        output.progress(`sent without a signature: ${signed.unsignedBecause}`);
      const response = await post(url, signed.headers, body);
      output.print(
        response,
        `${response.status} in ${response.elapsedMs} ms ${response.body}`.trimEnd(),
      );
      allAccepted &&= response.status >= 200 && response.status < 300;
    }
    if (!allAccepted) output.progress(`to find the cause: ${pasteableCommand('doctor', gateway)}`);
    return allAccepted ? 0 : 1;
  },
});

/** @throws {OperatorError} for a fixture that is not in the format of the provider */
function toBody(
  fixture: CallbackFixture,
  { codec, manifest }: ProviderAdapter,
  localOrigin: string | undefined,
): Buffer<ArrayBuffer> {
  try {
    return toCallbackBody(fixture, codec, localOrigin);
  } catch (cause) {
    throw new OperatorError(`${manifest.name} cannot send this as ${codec.contentType}`, { cause });
  }
}

async function post(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: Buffer<ArrayBuffer>,
) {
  const startedAt = performance.now();
  const response = await fetch(url, { method: 'POST', headers, body }).catch((cause: unknown) => {
    throw new OperatorError(`no response from ${new URL(url).origin}`, { cause });
  });
  return {
    status: response.status,
    elapsedMs: Math.round(performance.now() - startedAt),
    body: await response.text(),
  };
}
