/** Prints the callback URLs to paste into the providers' consoles: `npm run -s urls -- --help`. */
import { parseArgs } from 'node:util';
import { connect, connectionHelp, connectionOptions } from '../local/command-line/connection.ts';
import { runCommand } from '../local/command-line/run-command.ts';

const help = `usage: npm run -s urls -- [--local | --stack NAME]

Prints JSON: {"<provider>": {"api": "…", "functionUrl": "…", "headers": {…}}}. The URLs hold the
capability token: whoever knows one can send callbacks.

${connectionHelp}
  --help             this text

exit codes: 0 done, 1 failed, 2 usage`;

await runCommand(help, async () => {
  const { values } = parseArgs({
    options: { ...connectionOptions, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const { urls } = await connect(values);
  console.log(JSON.stringify(await urls(), null, 2));
  return 0;
});
