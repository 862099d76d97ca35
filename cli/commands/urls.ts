import { defineCommand } from '../command.ts';

export const urls = defineCommand({
  name: 'urls',
  summary: 'print the callback URLs to paste into the providers’ consoles',
  details: `Prints JSON: {"<provider>": {"api": "…", "functionUrl": "…", "headers": {…}}}. The URLs hold the
capability token: whoever knows one can send callbacks.`,
  writes: false,
  options: {},
  async run(_values, _names, { connect, output }) {
    const gateway = await connect();
    output.print(await gateway.urls());
    return 0;
  },
});
