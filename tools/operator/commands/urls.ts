import type { CallbackUrls } from '../../../shared/runtime/callback-urls.ts';
import { defineCommand } from '../command.ts';
import { explainError } from '../explain-error.ts';
import { readProviderUrls } from '../gateway/read-provider-urls.ts';

export const urls = defineCommand({
  name: 'urls',
  summary: 'print the callback URLs for the providers’ consoles',
  details: `Prints JSON: {"<provider>": {"api": "…", "functionUrl": "…", "headers": {…}}}. The URLs contain
the token: anyone who has a URL can send callbacks. A provider whose secret cannot be read is left out and
named on standard error; the command then ends with 1.`,
  writes: false,
  options: {},
  async run(_values, _names, { connect, output }) {
    const gateway = await connect();
    const found: Record<string, CallbackUrls> = {};
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
    output.print(found);
    return unreadable === 0 ? 0 : 1;
  },
});
