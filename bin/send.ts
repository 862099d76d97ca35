/** Sends a callback as its provider would: `npm run send -- --help`. */
import { parseArgs } from 'node:util';
import { connect, connectionHelp, connectionOptions } from '../local/command-line/connection.ts';
import { readCallbackFixture, withLocalMedia } from '../local/command-line/fixtures.ts';
import { runCommand, UsageError } from '../local/command-line/run-command.ts';

const help = `usage: npm run send -- <fixture or file> [--provider P] [--repeat N]

Posts a callback body, for instance: npm run send -- incs/new_message.whatsapp-image
Links to the fixtures' media are turned to the local gateway, which serves them.

  --provider P       whose callback it is; default: the folder of the fixture
  --door DOOR        api (the default) or functionUrl
  --repeat N         how often; default 1
  --json             one JSON line for each answer: {"status","elapsedMs","body"}
${connectionHelp}
  --help             this text

exit codes: 0 every answer was 2xx, 1 failed, 2 usage`;

await runCommand(help, async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      ...connectionOptions,
      provider: { type: 'string' },
      door: { type: 'string', default: 'api' },
      repeat: { type: 'string', default: '1' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const [nameOrFile] = positionals;
  const { door } = values;
  const repeat = Number(values.repeat);
  if (nameOrFile === undefined || positionals.length > 1)
    throw new UsageError('name one fixture or file');
  if (door !== 'api' && door !== 'functionUrl')
    throw new UsageError('--door is api or functionUrl');
  if (!Number.isInteger(repeat) || repeat < 1) throw new UsageError('--repeat is a number from 1');

  const fixture = await readCallbackFixture(nameOrFile);
  const provider = values.provider ?? fixture.provider;
  if (!provider) throw new UsageError('--provider is needed for a file outside of fixtures/');
  const { urls, localOrigin } = await connect(values);
  const target = (await urls())[provider];
  const url = target?.[door];
  if (!url) throw new UsageError(`the gateway has no ${door} for the provider ${provider}`);
  const body = localOrigin ? withLocalMedia(fixture.body, localOrigin) : fixture.body;

  let allAccepted = true;
  for (let sent = 0; sent < repeat; sent += 1) {
    const startedAt = performance.now();
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...target.headers },
      body,
    });
    const answer = {
      status: response.status,
      elapsedMs: Math.round(performance.now() - startedAt),
      body: await response.text(),
    };
    console.log(
      values.json
        ? JSON.stringify(answer)
        : `${answer.status} in ${answer.elapsedMs} ms ${answer.body}`,
    );
    allAccepted &&= response.ok;
  }
  return allAccepted ? 0 : 1;
});
