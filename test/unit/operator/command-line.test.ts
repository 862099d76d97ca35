import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { version } from '../../../shared/version.ts';
import { UsageError } from '../../../tools/command-line/command-error.ts';
import { commandHelp, findCommand, readCommandLine } from '../../../tools/operator/command-line.ts';
import { commands } from '../../../tools/operator/commands.ts';
import { explainError } from '../../../tools/operator/explain-error.ts';
import { refuseUnknownProvider } from '../../../tools/operator/known-values.ts';
import { OperatorError } from '../../../tools/operator/operator-error.ts';
import { runTributary } from '../../../tools/operator/run-tributary.ts';

async function run(...words: readonly string[]) {
  return runIn({}, ...words);
}

async function runIn(environment: Readonly<Record<string, string>>, ...words: readonly string[]) {
  const out: string[] = [];
  const errors: string[] = [];
  const code = await runTributary(words, {
    out: (line) => out.push(line),
    error: (line) => errors.push(line),
    environment,
    readValue: () => Promise.reject(new Error('a value was read')),
    now: () => new Date('2026-01-02T03:04:05Z'),
    waitMs: async () => {},
  });
  return { code, out: out.join('\n'), errors: errors.join('\n') };
}

function find(name: string) {
  const command = findCommand(name.split(' '), commands);
  if (command === undefined) throw new Error(`no command ${name}`);
  return command;
}

describe('every command', () => {
  it('has its own module, named after it', () => {
    const folder = fileURLToPath(new URL('../../../tools/operator/commands', import.meta.url));
    const names = commands.map(({ name }) => `${name.replace(' ', '-')}.ts`);
    expect(names.sort()).toEqual(readdirSync(folder).sort());
  });

  it.each(commands.map((command) => [command.name, command] as const))(
    '%s says in its help what it does, its options, and how it ends',
    async (name, command) => {
      const { code, out } = await run(...name.split(' '), '--help');
      expect(code).toBe(0);
      expect(out).toBe(commandHelp(command));
      for (const option of ['--stack', '--local', '--json', ...Object.keys(command.options)]) {
        expect(out).toContain(option);
      }
      expect(out.includes('--yes')).toBe(command.writes || 'yes' in command.options);
    },
  );
});

describe('the command line', () => {
  it('matches a command of two words before one of a single word', () => {
    expect(find('quarantine list --from x').name).toBe('quarantine list');
    expect(find('replay --yes').name).toBe('replay');
    expect(findCommand(['quarantine'], commands)).toBeUndefined();
  });

  it('takes the stack of the environment, unless the words name a gateway', () => {
    const stackOf = (...words: readonly string[]) =>
      readCommandLine(find('export'), ['export', ...words], 'tributary-prod').common.stack;
    expect(stackOf()).toBe('tributary-prod');
    expect(stackOf('--stack', 'tributary-dev')).toBe('tributary-dev');
    for (const words of [['--local'], ['--port', '8787'], ['--data', '.tributary']]) {
      expect(stackOf(...words)).toBeUndefined();
    }
    expect(readCommandLine(find('export'), ['export'], '').common.stack).toBeUndefined();
  });

  it('prints its version', async () => {
    expect(await run('--version')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+/),
    });
  });

  it('refuses an option of another command, and two gateways', () => {
    const read = (...words: readonly string[]) => readCommandLine(find('export'), words);
    expect(() => read('export', '--yes')).toThrow(UsageError);
    expect(() => read('export', '--stack', 'a', '--local')).toThrow('use one of them');
  });

  it.each([
    'replay incs --from 2026-01-01 --yes',
    'dead-letters redrive media --yes',
    'query message incs wamid.A wamid.B',
    'urls incs',
  ])('refuses a word that would be ignored: %s', async (line) => {
    const { code, errors } = await run(...line.split(' '));
    expect({ code, errors }).toEqual({ code: 2, errors: expect.stringMatching(/the word \w/) });
  });

  it.each([
    ['quarantine replay a b c', ['a', 'b', 'c']],
    [
      'query conversation 15550100001 447700900123',
      ['conversation', '15550100001', '447700900123'],
    ],
    ['send incs/new_message.text', ['incs/new_message.text']],
  ])('takes as many words as the help declares: %s', (line, names) => {
    expect(readCommandLine(find(line), line.split(' ')).names).toEqual(names);
  });

  it('has the list of an option that may be repeated', () => {
    const words = 'erase --user a --also b --also c'.split(' ');
    expect(readCommandLine(find('erase'), words).values).toMatchObject({ also: ['b', 'c'] });
  });

  it.each([
    ['query conversation 1 2 --channel fax', 'whatsapp, messenger, instagram'],
    ['export --from 2026-01-01 --type nonsense', 'message.received'],
    ['query conversatoins 1', 'query: conversatoins is unknown: did you mean conversations?'],
    ['query number gb.101', 'gb.101 is not the id of a user: write GB.101'],
    ['erase --user gb.101', 'gb.101 is not the id of a user: write GB.101'],
    ['erase --user 447700900123 --also gb.ent.101', 'write GB.ENT.101'],
    ['erase --user 447700900123 --not gb.101', 'write GB.101'],
  ])('refuses an unknown value, and names the known ones: %s', async (line, known) => {
    const { code, errors } = await run(...line.split(' '));
    expect({ code, errors }).toEqual({ code: 2, errors: expect.stringContaining(known) });
  });

  it('refuses a provider that neither an adapter nor the gateway knows', () => {
    const outputs = { api: undefined, functionUrl: undefined, secretArn: 'arn' };
    const gateway = { callbacks: new Map([['acme', outputs]]) };
    expect(() => refuseUnknownProvider('metta', gateway)).toThrow(
      /^--provider: metta is unknown: did you mean meta\? use one of .*\bmeta\b.*, acme$/,
    );
    for (const id of ['acme', 'meta']) refuseUnknownProvider(id, gateway);
  });

  it.each([
    [0, ['--help']],
    [0, ['quarantine', '--help']],
    [2, []],
    [2, ['quarantine']],
    [2, ['weather', '--help']],
    [2, ['weather']],
    [2, ['export']],
    [2, ['replay', '--from', 'yesterday']],
    [2, ['tail', '--count', 'some']],
    [2, ['urls', '--port', '99999']],
    [2, ['urls', '--port', 'abc']],
    [2, ['query', 'records']],
    [2, ['query', 'event']],
    [2, ['erase']],
    [2, ['erase', '--user', '+44 7700 900123', '--not', '447700900123']],
    [2, ['erase', '--user', '1', '--also', 'quarantine#incs#a', '--not', 'quarantine/incs/a.json']],
    [2, ['erase', '--user', '447700900123', '--also', 'GB.101', '--not', 'GB.101']],
    [2, ['query', 'conversation', '1', '2', '--older', 'a', '--newer', 'b']],
    [2, ['query', 'conversation', '1', '2', '--newer', 'not-a-cursor']],
    [1, ['urls', '--port', '1']],
  ])('ends with %i for %j', async (code, words) => {
    expect((await run(...words)).code).toBe(code);
  });
});

it.each(['--version', '-v'])('%s prints the version alone', async (option) => {
  expect(await run(option)).toEqual({ code: 0, out: version, errors: '' });
});

describe('a mistake on the command line', () => {
  const help = 'see: npm run -s tributary --';

  it.each([
    ['docto --stack prod', 'unknown command docto: did you mean doctor?'],
    ['quarantin list', 'unknown command quarantin list: did you mean quarantine list?'],
    ['rotate', 'unknown command rotate: did you mean http rotate, secrets rotate?'],
    [
      'dead-letters',
      'unknown command dead-letters: did you mean dead-letters list, dead-letters redrive?',
    ],
    [
      'dead-letters show',
      'unknown command dead-letters show: did you mean dead-letters list, dead-letters redrive?',
    ],
    ['weather', 'unknown command weather'],
    ['--weather', 'name a command before --weather'],
    ['--stack prod doctor', 'name a command before --stack'],
  ])('in the command is named, and the command that was probably meant: %s', async (line, text) => {
    const { out, errors } = await run(...line.split(' '));
    expect({ out, errors }).toEqual({ out: '', errors: `${text}\n${help} --help` });
  });

  it.each([
    ['replay --bogus', "Unknown option '--bogus'"],
    ['replay --from', "Option '--from <value>' argument missing"],
    ['query message incs', 'name the message: [<provider>] <id>'],
    ['send', 'name one fixture or file'],
  ])('in its words is one line, and one that names the help: %s', async (line, text) => {
    const { out, errors } = await run(...line.split(' '));
    const [command] = line.split(' ');
    expect({ out, errors }).toEqual({ out: '', errors: `${text}\n${help} ${command} --help` });
  });

  it('in leaving out the hyphens after which npm passes options on is explained', async () => {
    // npm run -s tail --count 2 --since-start
    const environment = { npm_config_count: 'true', npm_config_since_start: 'true' };
    const { code, errors } = await runIn(environment, 'tail', '2');
    expect(code).toBe(2);
    expect(errors).toContain('npm run -s tributary -- tail --since-start --count …');
    expect((await run('tail', '2')).errors).not.toContain('npm took');
  });

  it('in leaving out the command prints the commands as an error', async () => {
    expect((await run()).errors).toBe((await run('--help')).out);
  });
});

it('a data directory without a running emulator is refused, although another emulator runs', async () => {
  const { code, errors } = await run('doctor', '--data', 'no-such-directory');
  expect({ code, errors }).toMatchObject({
    code: 1,
    errors: expect.stringContaining('no emulator runs on no-such-directory'),
  });
});

describe('an error', () => {
  const aws = (name: string, message: string) =>
    Object.assign(new Error(message), { name, $metadata: {} });

  it.each([
    [new OperatorError('do this'), 'do this'],
    [aws('CredentialsProviderError', 'long'), 'set AWS_PROFILE'],
    [aws('ExpiredTokenException', 'expired'), 'sign in again'],
    [new Error('Region is missing'), 'set AWS_REGION'],
    [Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }), 'cannot be reached'],
    [aws('AccessDeniedException', 'not allowed: a:b'), 'AccessDeniedException: not allowed: a:b'],
  ])('that an operator can fix is one line: %s', (error, text) => {
    expect(explainError(error)).toContain(text);
    expect(explainError(error)).not.toContain('\n');
  });

  it('in this program is not explained', () => {
    expect(explainError(new TypeError('x is undefined'))).toBeUndefined();
  });
});
