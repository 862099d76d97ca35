import { GetSecretValueCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { describe, expect, it } from 'vitest';
import { mockGateway, run, store, stored, token } from './mocked-secrets.ts';

const secretsManager = mockGateway();

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

  it.each(['access-token', 'access-user', 'verify-token'])(
    'of a value that is replaced at once names secrets set: %s',
    async (value) => {
      const { code, errors } = await run(`secrets rotate meta ${value} --yes`, 'new');
      expect(code).toBe(2);
      expect(errors).toContain(`secrets set meta ${value}`);
    },
  );

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

it('urls has those of every connection, with the headers that it sends', async () => {
  const headers = { UserName: 'provider' };
  const shop = { token: 'the-token-of-the-shop' };
  store('incs', { token, headers, connections: { shop } });
  const { out } = await run('urls --json');
  const { incs, meta } = JSON.parse(out);
  const api = 'https://api.example/incs';
  expect(incs).toEqual({
    api: `${api}/${token}`,
    headers,
    connections: { shop: { api: `${api}/${shop.token}`, headers } },
  });
  expect(meta).toEqual({ api: `https://api.example/meta/${token}`, headers: {} });
  expect((await run('urls')).out).toMatch(/incs connection shop\n +api +.*the-token-of-the-shop/);
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
      return {
        VersionId: `version-${Math.min(reads, 2)}`,
        SecretString: JSON.stringify(stored(SecretId)),
      };
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
