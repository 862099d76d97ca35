import type {
  CallbackUrls,
  CallbackUrlsByProvider,
  ProviderUrls,
} from '../../../shared/runtime/callback-urls.ts';
import { defineCommand } from '../command.ts';
import { explainError } from '../explain-error.ts';
import { readProviderUrls } from '../gateway/read-provider-urls.ts';
import type { Line } from '../terminal/lines.ts';

export const urls = defineCommand({
  name: 'urls',
  summary: 'print the callback URLs for the providers’ consoles',
  details: `Prints the URLs and the headers of each provider; with --json, or into a pipe, as JSON:
{"<provider>": {"api": "…", "functionUrl": "…", "headers": {…}, "connections": {"<name>": …}}}, where each named
connection has the same fields as its provider. The URLs contain the token: anyone who has a URL can send callbacks. A provider whose secret cannot be read is left out and
named on standard error; the command then ends with 1.`,
  writes: false,
  options: {},
  async run(_values, _names, { connect, output }) {
    const gateway = await connect();
    const found: Record<string, ProviderUrls> = {};
    let unreadable = 0;
    for (const provider of gateway.callbacks.keys()) {
      try {
        const ofProvider = await readProviderUrls(gateway, provider);
        if (ofProvider) found[provider] = ofProvider;
      } catch (error) {
        const why = explainError(error);
        if (why === undefined) throw error;
        unreadable += 1;
        output.progress(`${provider}: ${why}`);
      }
    }
    output.document(found, describeUrls);
    return unreadable === 0 ? 0 : 1;
  },
});

/** A URL stays whole, to be copied. */
function describeUrls(found: CallbackUrlsByProvider): readonly Line[] {
  return Object.entries(found).flatMap(([provider, { connections = {}, ...own }]) => [
    ...describeAccount(provider, own),
    ...Object.entries(connections).flatMap(([name, urls]) =>
      describeAccount(`${provider} connection ${name}`, urls),
    ),
  ]);
}

function describeAccount(
  title: string,
  { api, functionUrl, headers }: CallbackUrls,
): readonly Line[] {
  const rows = [
    ['api', api],
    ['functionUrl', functionUrl],
    ...Object.entries(headers).map(([name, value]) => ['header', `${name}: ${value}`]),
  ];
  return [
    [{ text: title, style: 'strong' }],
    ...rows.flatMap(([what = '', value]): Line[] =>
      value === undefined ? [] : [['  ', { text: what.padEnd(13), style: 'quiet' }, value]],
    ),
  ];
}
