/** Lists the modules that a callback enters, from the endpoint to the bucket: `npm run journey -- --help`. */
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { endWithOutput } from '../command-line/closed-output.ts';
import { runCommand } from '../command-line/run-command.ts';
import { journeyFixture, type Stage, walkJourney } from './journey/walk-journey.ts';

const help = `usage: npm run -s journey -- [--json]

Sends one image of INCS through the functions of the gateway, in one process and without AWS, and
lists the modules of functions/ and shared/ that it enters: those of which a function runs on the
path. Modules that are only loaded are not listed. The numbers are the order in which the modules are
entered; a module is listed where it is entered first.

  --json  print {"fixture","count","stages":[{"name","modules":[path, …]}, …]}
  --help  print this text

exit codes: 0 done, 1 a function did not succeed, 2 usage`;

endWithOutput();
await runCommand('npm run -s journey', async () => {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const stages = await walkJourney((variables) => Object.assign(process.env, variables));
  const fixture = `${journeyFixture.provider}/${journeyFixture.name}`;
  const count = stages.flatMap(({ modules }) => modules).length;
  const report = { fixture, count, stages };
  console.log(values.json ? JSON.stringify(report, null, 2) : toText(report));
  return 0;
});

interface Report {
  readonly fixture: string;
  readonly count: number;
  readonly stages: readonly Stage[];
}

function toText({ fixture, count, stages }: Report): string {
  let number = 0;
  const sections = stages.map(({ name, modules }) => {
    const folders = new Map<string, string[]>();
    for (const path of modules) {
      number += 1;
      const folder = dirname(path);
      const line = `  ${String(number).padStart(4)}  ${path.slice(folder.length + 1)}`;
      folders.set(folder, [...(folders.get(folder) ?? []), line]);
    }
    const lines = [...folders].flatMap(([folder, files]) => [`  ${folder}/`, ...files]);
    const count = modules.length === 1 ? '1 new module' : `${modules.length} new modules`;
    return [`${name}: ${count}`, ...lines].join('\n');
  });
  return [`${fixture} enters ${count} modules`, ...sections].join('\n\n');
}
