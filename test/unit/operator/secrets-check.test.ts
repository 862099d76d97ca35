import { describe, expect, it } from 'vitest';
import { mockGateway, run, setSignaturePolicy, store, token } from './mocked-secrets.ts';

mockGateway();

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
      'a second connection',
      'meta',
      {
        signingKeys: ['k'],
        connections: {
          first: { token: 'the-token-of-the-first' },
          second: { token: 'the-token-of-the-second', previousToken: 'the-token-before-it' },
        },
      },
      'tributary secrets rotate meta --connection second --confirm',
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
      setSignaturePolicy(configured);
      const { code, findings } = await check('meta', { token });
      expect(code).toBe(expected);
      expect(findings).toMatchObject([{ check: 'secret of meta', state }]);
    },
  );

  it('names the option that accepts callbacks without a signature', async () => {
    setSignaturePolicy(undefined);
    const { findings } = await check('meta', { token });
    expect(findings).toMatchObject([
      { text: expect.stringContaining("the option signature of meta in the app's providers") },
    ]);
  });

  it('refuses a provider that the gateway does not have', async () => {
    const { code, errors } = await run('secrets check itnio');
    expect([code, errors]).toEqual([1, expect.stringContaining('has no provider itnio')]);
  });
});
