import { defineCommand } from '../command.ts';
import { OperatorError } from '../operator-error.ts';

export const showConsole = defineCommand({
  name: 'console',
  summary: 'show the gateway on a page of this machine',
  details: `Serves the page on a random port of the loopback address until Ctrl-C, and prints a link that works once. It
reads with your AWS credentials; nothing is deployed. It cannot write until you allow it, here or on the page:
then it can replay quarantined items, fetch files again, and follow the bus with a rule and a queue of its own,
which it deletes at the end. Of a stack with several gateways you choose one on the page. For the gateway on the
emulator it prints the address of the page that the emulator serves.`,
  writes: false,
  options: {
    'allow-writes': { type: 'boolean', help: 'let the page write from the beginning' },
  },
  async run(values, _names, { listGateways, serveConsole, output, now }) {
    if (listGateways === undefined || serveConsole === undefined)
      throw new OperatorError('this program cannot serve the page: run the CLI of the package');
    const gateways = await listGateways();
    const localOrigin = (await gateways[0]?.connect())?.localOrigin;
    if (localOrigin !== undefined) {
      output.print({ url: `${localOrigin}/` }, `open ${localOrigin}/`);
      return 0;
    }
    const ending = new AbortController();
    const end = () => ending.abort();
    const signals = ['SIGINT', 'SIGTERM'] as const;
    for (const signal of signals) process.once(signal, end);
    try {
      await serveConsole(gateways, {
        isWritingAllowed: values['allow-writes'] ?? false,
        now,
        signal: ending.signal,
        onListening(url) {
          output.print({ url }, `open ${url}`);
          output.progress('the link works once; Ctrl-C ends the console');
        },
      });
    } finally {
      for (const signal of signals) process.off(signal, end);
    }
    return 0;
  },
});
