import {
  CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runTributary } from '../../../tools/operator/run-tributary.ts';
import { stackOutputs } from './stack-outputs.ts';

const cloudFormation = mockClient(CloudFormationClient);
const secretsManager = mockClient(SecretsManagerClient);

/** The secrets of the gateway, by ARN, as Secrets Manager stores them. */
const secrets = new Map<string, string>();
const token = 'the-token-of-the-provider';
let policy: string | undefined;

beforeEach(() => {
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  policy = undefined;
  for (const id of ['incs', 'innopaas', 'meta']) secrets.set(id, JSON.stringify({ token }));
  const { Outputs = [] } = stackOutputs();
  const common = Outputs.flatMap(({ OutputKey = '', OutputValue = '' }) =>
    OutputKey.startsWith('Incs') ? [] : [[OutputKey, OutputValue] as const],
  );
  const ofProviders = ['Incs', 'Innopaas', 'Meta'].flatMap((name) => [
    [`${name}ApiUrl`, `https://api.example/${name.toLowerCase()}`] as const,
    [`${name}SecretArn`, name.toLowerCase()] as const,
  ]);
  cloudFormation
    .on(DescribeStacksCommand)
    .resolves({ Stacks: [stackOutputs([...common, ...ofProviders])] });
  cloudFormation
    .on(GetTemplateCommand)
    .callsFake(() => ({ TemplateBody: JSON.stringify(templateWith(policy)) }));
  secretsManager
    .on(GetSecretValueCommand)
    .callsFake(({ SecretId }) => ({ SecretString: secrets.get(SecretId) }));
  secretsManager.on(PutSecretValueCommand).callsFake(({ SecretId, SecretString }) => {
    secrets.set(SecretId, SecretString);
    return {};
  });
});

afterEach(() => {
  vi.unstubAllEnvs();
  cloudFormation.reset();
  secretsManager.reset();
});

afterAll(() => {
  cloudFormation.restore();
  secretsManager.restore();
});

function templateWith(signaturePolicy: string | undefined) {
  const secret = { Ref: 'MetaSecret' };
  const Variables = { PROVIDER_SECRET: secret, SIGNATURE_POLICY: signaturePolicy };
  return {
    Resources: {
      Meta: { Type: 'AWS::Lambda::Function', Properties: { Environment: { Variables } } },
    },
    Outputs: { MetaSecretArn: { Value: secret } },
  };
}

/** Runs a command; the operator types the value, if the command asks for one. */
async function run(line: string, typed?: string) {
  const out: string[] = [];
  const errors: string[] = [];
  const prompts: string[] = [];
  const code = await runTributary([...line.split(' '), '--stack', 'tributary-prod'], {
    out: (text) => out.push(text),
    error: (text) => errors.push(text),
    terminal: { columns: 200, hasColors: false },
    readValue: async (prompt) => {
      prompts.push(prompt);
      return typed ?? expect.fail(`a value was read: ${prompt}`);
    },
    now: () => new Date('2026-01-02T03:04:05Z'),
    waitMs: async () => {},
  });
  return { code, out: out.join('\n'), errors: errors.join('\n'), prompts };
}

const store = (provider: string, secret: object) =>
  void secrets.set(provider, JSON.stringify(secret));
const stored = (provider: string) => JSON.parse(secrets.get(provider) ?? '');

describe('secrets set', () => {
  it.each([
    ['meta signing-key', 'the-app-secret', { signingKeys: ['the-app-secret'] }],
    ['meta access-token', 'EAAG', { accessToken: 'EAAG' }],
    ['meta verify-token', 'chosen', { verifyToken: 'chosen' }],
    ['innopaas header UserName', 'tributary', { headers: { UserName: 'tributary' } }],
  ])('adds a value that is typed, and leaves the others: %s', async (words, typed, added) => {
    const [provider = ''] = words.split(' ');
    const { code, out, prompts } = await run(`secrets set ${words} --yes`, typed);
    expect(code).toBe(0);
    expect(stored(provider)).toEqual({ token, ...added });
    expect(prompts).toHaveLength(1);
    expect(out).not.toContain(typed);
  });

  it('shows what it would do without --yes, and asks for no value', async () => {
    const { code, out } = await run('secrets set meta signing-key');
    expect([code, out]).toEqual([0, 'signing-key would be added; add --yes to do it']);
    expect(stored('meta')).toEqual({ token });
  });

  it('prints JSON without the value', async () => {
    const { out } = await run('secrets set meta signing-key --yes --json', 'the-app-secret');
    expect(JSON.parse(out)).toEqual({ provider: 'meta', value: 'signing-key', done: 'added' });
  });

  it('makes Basic credentials of a user and a password', async () => {
    await run('secrets set innopaas header Authorization --basic --yes', 'user:pass:word');
    const { Authorization } = stored('innopaas').headers;
    expect(Authorization).toBe(`Basic ${Buffer.from('user:pass:word').toString('base64')}`);
  });

  it('replaces an access token, which callbacks are not compared with', async () => {
    store('meta', { token, accessToken: 'old' });
    const { out } = await run('secrets set meta access-token --yes', 'new');
    expect([out, stored('meta').accessToken]).toEqual(['access-token is replaced', 'new']);
  });

  it('of a connection does not change the values of others', async () => {
    const shop = { token: 'the-token-of-the-shop' };
    store('meta', { token, connections: { shop } });
    await run('secrets set meta signing-key --connection shop --yes', 'shop-key');
    expect(stored('meta')).toEqual({
      token,
      connections: { shop: { ...shop, signingKeys: ['shop-key'] } },
    });
  });

  it('adds a connection with a token of its own, and prints its URL', async () => {
    const { code, out } = await run('secrets set incs connection shop --yes');
    const { connections } = stored('incs');
    expect(code).toBe(0);
    expect(connections.shop.token).toMatch(/^[A-Za-z0-9]{43}$/);
    expect(out).toBe(`api          https://api.example/incs/${connections.shop.token}`);
    expect((await run('secrets set incs connection shop --yes')).errors).toContain('already has');
  });

  it.each([
    ['a value that the provider does not have', 'incs signing-key', 1, 'INCS has no signing-key'],
    ['a header that the provider cannot send', 'incs header A', 1, 'INCS has no header'],
    ['a provider that is off', 'itnio signing-key', 1, 'has no provider itnio'],
    ['an unknown connection', 'meta signing-key --connection shop', 1, 'no connection shop'],
    ['an unknown value', 'meta signing-keys', 2, 'name one of'],
    ['a header without a name', 'innopaas header', 2, 'name the header'],
    ['a header whose name is not one', 'innopaas header a:b', 2, 'name the header'],
    ['no value', 'meta', 2, 'name one of'],
    ['the name of a property as a connection', 'incs connection __proto__', 2, 'name the conn'],
  ])('refuses %s', async (_what, words, code, error) => {
    const result = await run(`secrets set ${words} --yes`, 'typed');
    expect(result.code).toBe(code);
    expect(result.errors).toContain(error);
    expect(secretsManager.commandCalls(PutSecretValueCommand)).toEqual([]);
  });

  it.each([
    ['a line break in a header', 'innopaas header A', 'hunter2\nx'],
    ['a space before a header', 'innopaas header A', ' hunter2'],
    ['credentials without a colon', 'innopaas header A --basic', 'hunter2'],
  ])('refuses %s, without the value', async (_what, words, typed) => {
    const { code, errors } = await run(`secrets set ${words} --yes`, typed);
    expect(code).toBe(1);
    expect(errors).not.toContain('hunter2');
    expect(stored('innopaas')).toEqual({ token });
  });

  it.each(['meta signing-key hunter2', 'innopaas header Authorization Basic hunter2'])(
    'refuses a value on the command line, and does not print it: %s',
    async (words) => {
      const { code, out, errors } = await run(`secrets set ${words} --yes`);
      expect(code).toBe(2);
      expect(errors).toContain('your shell has saved it');
      expect(out + errors).not.toContain('hunter2');
    },
  );

  it.each([
    ['signing-key', { signingKeys: ['the-old-key'] }],
    ['header UserName', { headers: { username: 'old' } }],
  ])('does not replace a %s, which would refuse callbacks', async (value, existing) => {
    const provider = value === 'signing-key' ? 'meta' : 'innopaas';
    store(provider, { token, ...existing });
    const { code, errors } = await run(`secrets set ${provider} ${value} --yes`, 'new');
    expect(code).toBe(1);
    expect(errors).toContain('secrets rotate');
    expect(stored(provider)).toEqual({ token, ...existing });
  });
});

describe('secrets rotate', () => {
  it.each([
    [
      'meta signing-key',
      { signingKeys: ['old'] },
      { signingKeys: ['new', 'old'] },
      { signingKeys: ['new'] },
    ],
    [
      'innopaas header UserName',
      { headers: { UserName: 'old', Other: 'x' } },
      { headers: { UserName: ['new', 'old'], Other: 'x' } },
      { headers: { UserName: 'new', Other: 'x' } },
    ],
  ])('keeps the old value until the rotation is confirmed: %s', async (words, old, both, after) => {
    const [provider = ''] = words.split(' ');
    store(provider, { token, ...old });
    const { code, errors } = await run(`secrets rotate ${words} --yes`, 'new');
    expect(code).toBe(0);
    expect(stored(provider)).toEqual({ token, ...both });
    expect(errors).toContain(
      `npm run -s tributary -- secrets rotate ${words} --confirm --yes --stack tributary-prod`,
    );
    const confirmed = await run(`secrets rotate ${words} --confirm --yes`);
    expect(confirmed.out).toContain('is refused within five minutes');
    expect(stored(provider)).toEqual({ token, ...after });
  });

  it('of the token of a connection does not change others', async () => {
    const shop = { token: 'the-token-of-the-shop', accessToken: 'kept' };
    store('incs', { token, connections: { shop } });
    await run('secrets rotate incs --connection shop --yes');
    const { connections } = stored('incs');
    expect(stored('incs').token).toBe(token);
    expect(connections.shop).toMatchObject({ previousToken: shop.token, accessToken: 'kept' });
    await run('secrets rotate incs --connection shop --confirm --yes');
    expect(stored('incs').connections.shop).toEqual({
      token: connections.shop.token,
      accessToken: 'kept',
    });
  });

  it.each([
    [
      'a second time before it is confirmed',
      'rotate incs',
      { previousToken: 'the-old-token-of-it' },
      '--confirm',
    ],
    ['without a rotation to confirm', 'rotate incs --confirm', {}, 'no rotation'],
    ['of a key that does not exist', 'rotate meta signing-key', {}, 'secrets set'],
  ])('is refused %s', async (_what, words, values, error) => {
    const provider = words.includes('meta') ? 'meta' : 'incs';
    store(provider, { token, ...values });
    const { code, errors } = await run(`secrets ${words} --yes`);
    expect(code).toBe(1);
    expect(errors).toContain(error);
    expect(stored(provider)).toEqual({ token, ...values });
  });

  it('generates tokens that differ each time', async () => {
    await run('secrets rotate incs --yes');
    const { token: first } = stored('incs');
    await run('secrets rotate incs --confirm --yes');
    await run('secrets rotate incs --yes');
    expect(stored('incs').token).not.toBe(first);
  });

  it('says in its help how long the old value is accepted', async () => {
    const { out } = await run('secrets rotate --help');
    expect(out).toContain('accepts the old value for up to five more minutes');
    expect(out).toContain('the old value is refused within five minutes');
  });
});

describe('secrets remove', () => {
  it('removes an unknown key from a secret that has a mistake', async () => {
    store('meta', { token, signingKey: ['x'] });
    expect((await run('secrets remove meta signingKey')).out).toContain('add --yes');
    expect(stored('meta')).toHaveProperty('signingKey');
    expect((await run('secrets remove meta signingKey --yes')).code).toBe(0);
    expect(stored('meta')).toEqual({ token });
  });

  it('says what is still wrong', async () => {
    const shop = { token: 'the-token-of-the-shop', acessToken: 'x' };
    store('meta', { token, signingKey: ['x'], connections: { shop } });
    const { code, errors } = await run('secrets remove meta signingKey --yes');
    expect([code, errors]).toEqual([
      1,
      'the secret still has a mistake: unknown key connections.shop.acessToken',
    ]);
    expect((await run('secrets remove meta acessToken --connection shop --yes')).code).toBe(0);
  });

  it('removes values and connections', async () => {
    const connections = { shop: { token: 'the-token-of-the-shop' } };
    store('meta', { token, signingKeys: ['a'], headers: { A: '1', B: '2' }, connections });
    await run('secrets remove meta signing-key --yes');
    await run('secrets remove meta header a --yes');
    await run('secrets remove meta connection shop --yes');
    expect(stored('meta')).toEqual({ token, headers: { B: '2' } });
    await run('secrets remove meta header B --yes');
    expect(stored('meta')).toEqual({ token });
  });

  it.each(['token', 'signing-key', 'header A', 'connection shop', 'constructor', 'header'])(
    'refuses %s, which it needs or does not have',
    async (words) => {
      expect((await run(`secrets remove meta ${words} --yes`)).code).toBe(1);
      expect(stored('meta')).toEqual({ token });
    },
  );
});

describe('a secret that somebody else changes at the same time', () => {
  it.each([
    ['secrets set meta access-token', 'typed'],
    ['secrets set meta connection shop', undefined],
    ['secrets rotate meta', undefined],
    ['secrets rotate meta signing-key', 'typed'],
    ['secrets rotate meta header A --confirm', undefined],
    ['secrets remove meta signing-key', undefined],
  ])('is not written, so that no change is lost: %s', async (words, typed) => {
    const values = { token, signingKeys: ['a'], headers: { A: ['1', '2'] } };
    store('meta', values);
    const changed = { ...values, verifyToken: 'of somebody else' };
    let reads = 0;
    secretsManager.on(GetSecretValueCommand).callsFake(({ SecretId }) => {
      reads += 1;
      if (reads === 2) store('meta', changed);
      return { VersionId: `version-${Math.min(reads, 2)}`, SecretString: secrets.get(SecretId) };
    });
    const { code, out, errors } = await run(`${words} --yes`, typed);
    expect({ code, out, errors }).toEqual({
      code: 1,
      out: '',
      errors: expect.stringContaining('nothing is written: run `secrets check`'),
    });
    expect(stored('meta')).toEqual(changed);
  });
});

describe('secrets check', () => {
  const check = async (provider: string, secret: object) => {
    store(provider, secret);
    const { code, out } = await run(`secrets check ${provider} --json`);
    return { code, findings: out.split('\n').map((line) => JSON.parse(line)) };
  };

  it('names what a secret has, and no value of it', async () => {
    store('innopaas', { token, headers: { UserName: 'hunter2' } });
    const { code, out } = await run('secrets check');
    expect(code).toBe(0);
    expect(out).toContain('ok       secret of innopaas: has a token, the header UserName');
    expect(out).not.toMatch(new RegExp(`hunter2|${token}`));
  });

  it.each([
    [
      'an unknown key',
      { signingKey: ['hunter2'] },
      'unknown key signingKey',
      'tributary secrets remove meta signingKey --yes',
    ],
    [
      'an unknown key of a connection',
      { connections: { shop: { token: 'the-token-of-the-shop', header: {} } } },
      'unknown key connections.shop.header',
      'tributary secrets remove meta header --connection shop --yes',
    ],
    [
      'another value than text',
      { accessToken: 7 },
      'invalid value of accessToken',
      'tributary secrets remove meta access-token --yes',
    ],
    [
      'an empty list of keys',
      { signingKeys: [] },
      'invalid value of signingKeys',
      'tributary secrets remove meta signing-key --yes',
    ],
    [
      'a header without a value',
      { signingKeys: ['k'], headers: { A: [] } },
      'invalid value of headers.A',
      'tributary secrets remove meta header A --yes',
    ],
    [
      'a header whose name must not be printed',
      { headers: { 'hunter2 ': 'a' } },
      'invalid value of headers.(not a name)',
      'tributary secrets remove meta headers --yes',
    ],
    [
      'an invalid value of a connection whose name has a dot',
      { connections: { 'my.shop': { token: 'the-token-of-the-shop', verifyToken: '' } } },
      'invalid value of connections.my.shop.verifyToken',
      'tributary secrets remove meta verify-token --connection my.shop --yes',
    ],
    [
      'a token that two accounts have',
      { connections: { shop: { token } } },
      'connections.shop.token is also a token of another account',
      'tributary secrets remove meta connection shop --yes',
    ],
    [
      'a connection that is text',
      { connections: { shop: 'hunter2' } },
      'invalid value of connections.shop',
      'tributary secrets remove meta connection shop --yes',
    ],
    [
      'a token that no URL can end in',
      { token: 'hunter2/hunter2/hunter2' },
      'invalid value of token',
      'docs/secrets.md',
    ],
    [
      'a value in place of a key of a connection',
      { connections: { shop: { token: 'the-token-of-the-shop', EAAGhunter2: '' } } },
      'unknown key connections.shop.(not a name)',
      'docs/secrets.md',
    ],
  ])('fails for %s, and names the command that repairs it', async (_what, values, text, remedy) => {
    const { code, findings } = await check('meta', { token, ...values });
    expect(code).toBe(1);
    expect(findings).toContainEqual({
      check: 'secret of meta',
      state: 'failed',
      text: expect.stringContaining(text),
      remedy,
    });
    expect(JSON.stringify(findings)).not.toContain('hunter2');
  });

  it.each([
    [
      'a token of an unconfirmed rotation',
      'meta',
      { signingKeys: ['k'], previousToken: 'the-token-before-it' },
      'tributary secrets rotate meta --confirm',
    ],
    [
      'two signing keys of a connection',
      'meta',
      {
        signingKeys: ['k'],
        connections: { shop: { token: 'the-token-of-the-shop', signingKeys: ['a', 'b'] } },
      },
      'tributary secrets rotate meta signing-key --connection shop --confirm',
    ],
    [
      'two values of a header',
      'innopaas',
      { headers: { UserName: ['a', 'b'] } },
      'tributary secrets rotate innopaas header UserName --confirm',
    ],
    [
      'a signing key without effect',
      'incs',
      { signingKeys: ['k'] },
      'tributary secrets remove incs signing-key --yes',
    ],
    [
      'a header that the provider does not send',
      'incs',
      { headers: { A: 'a' } },
      'docs/secrets.md',
    ],
  ])('warns about %s', async (_what, provider, values, remedy) => {
    const { code, findings } = await check(provider, { token, ...values });
    expect(code).toBe(0);
    expect(findings).toMatchObject([{ state: 'warning', remedy }]);
  });

  it.each([
    [undefined, 'warning', 0],
    ['optional', 'ok', 0],
    ['required', 'failed', 1],
  ])(
    'judges a missing signing key by the configuration: %s',
    async (configured, state, expected) => {
      policy = configured;
      const { code, findings } = await check('meta', { token });
      expect(code).toBe(expected);
      expect(findings).toMatchObject([{ check: 'secret of meta', state }]);
    },
  );

  it('refuses a provider that the gateway does not have', async () => {
    const { code, errors } = await run('secrets check itnio');
    expect([code, errors]).toEqual([1, expect.stringContaining('has no provider itnio')]);
  });
});
