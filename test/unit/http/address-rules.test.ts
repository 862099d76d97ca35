import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AddressRules,
  checkTarget,
  isPublicAddress,
} from '../../../shared/http/address-rules.ts';

const publicAddresses = [
  '8.8.8.8',
  '1.1.1.1',
  '93.184.216.34',
  '2606:4700:4700::1111',
  '2a00::1',
  // Like ISATAP, at another place or with another beginning.
  '2606:4700:0:5efe:a9fe:a9fe:0:1',
  '2606:4700::1:5efe:a9fe:a9fe',
];

const otherAddresses: Readonly<Record<string, readonly string[]>> = {
  'this host': ['0.0.0.0', '0.1.2.3', '::'],
  loopback: ['127.0.0.1', '127.255.255.254', '::1'],
  private: ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.0.1', 'fc00::1', 'fdff::1'],
  'link-local': ['169.254.0.1', 'fe80::1', 'fe80::1%eth0', 'febf::1'],
  "a cloud's metadata": ['169.254.169.254', 'fd00:ec2::254', '100.100.100.200'],
  'shared (CGNAT)': ['100.64.0.1', '100.127.255.255'],
  'documentation and benchmarks': [
    '192.0.2.1',
    '198.51.100.1',
    '203.0.113.1',
    '198.18.0.1',
    '2001:db8::1',
    '3fff::1',
  ],
  'multicast, broadcast, reserved': [
    '224.0.0.1',
    '255.255.255.255',
    '240.0.0.1',
    '192.0.0.1',
    'ff02::1',
    '100::1',
    '4000::1',
  ],
  'IPv4 mapped into IPv6': [
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '::ffff:7f00:1',
    '::ffff:0:7f00:1',
  ],
  'IPv4-compatible': ['::7f00:1', '::127.0.0.1', '::808:808'],
  NAT64: ['64:ff9b::7f00:1', '64:ff9b::8.8.8.8', '64:ff9b:1::a00:1'],
  '6to4 and Teredo': ['2002:7f00:1::', '2002:808:808::1', '2001::1', '2001:0:7f00:1::1'],
  ISATAP: [
    '2606:4700::5efe:a9fe:a9fe',
    '2606:4700:1:2:200:5efe:169.254.169.254',
    '2a00:1:2:3:0:5efe:8.8.8.8',
    '2a00:1:2:3:300:5efe:10.0.0.1',
  ],
  'with a zone': ['2606:4700:4700::1111%eth0'],
  'not an address': ['', 'localhost', '1', '0x7f.1', '127.1', '8.8.8.8 ', '8.8.8'],
};

describe('isPublicAddress', () => {
  it.each(publicAddresses)('accepts %s as public', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each(
    Object.entries(otherAddresses).flatMap(([kind, list]) => list.map((text) => [kind, text])),
  )('does not accept an address as public that is %s: %s', (_kind, address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it('does not accept any IPv6 address that wraps an IPv4 address as public', () => {
    fc.assert(
      fc.property(fc.ipV4(), (ipV4) => {
        const hex = toHexGroups(ipV4);
        const wrapped = [
          `::ffff:${ipV4}`,
          `::ffff:0:${ipV4}`,
          `::${ipV4}`,
          `64:ff9b::${ipV4}`,
          `64:ff9b:1::${ipV4}`,
          `2002:${hex}::1`,
          `2001:0:${hex}::1`,
          `2606:4700:1:2:0:5efe:${ipV4}`,
          `2a00::200:5efe:${ipV4}`,
        ];
        expect(wrapped.filter(isPublicAddress)).toEqual([]);
      }),
    );
  });
});

describe('checkTarget', () => {
  const rules: AddressRules = {
    resolve: () => Promise.reject(new Error('must not be called')),
    isAllowed: isPublicAddress,
  };
  const resolvingTo = (...addresses: string[]): AddressRules => ({
    ...rules,
    resolve: () => Promise.resolve(addresses),
  });
  const check = (address: string, given = rules) => checkTarget(new URL(address), given);

  it.each(['https://8.8.8.8/a', 'http://8.8.8.8/', 'http://[2606:4700:4700::1111]/'])(
    'allows the literal public address %s without asking a resolver',
    async (address) => {
      expect(await check(address)).toMatchObject({ kind: 'allowed' });
    },
  );

  it.each([
    'http://127.0.0.1/',
    'http://127.0.0.1./',
    'http://127.1/',
    'http://2130706433/',
    'http://017700000001/',
    'http://0177.0.0.1/',
    'http://0x7f000001/',
    'http://0x7f.1/',
    'http://①②⑦.⓪.⓪.①/',
    'http://0/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[0:0:0:0:0:ffff:7f00:1]/',
    'http://169.254.169.254/latest/meta-data/',
    'http://2852039166/',
    'http://[fd00:ec2::254]/',
  ])('refuses the literal %s', async (address) => {
    expect(await check(address)).toEqual({ kind: 'refused' });
  });

  it('treats every spelling of a literal like its dotted form', async () => {
    await fc.assert(
      fc.asyncProperty(fc.ipV4(), async (ipV4) => {
        const number = toNumber(ipV4);
        const spellings = [`${number}`, `0x${number.toString(16)}`, `0${number.toString(8)}`];
        const targets = await Promise.all(spellings.map((host) => check(`http://${host}/`)));
        const expected = isPublicAddress(ipV4)
          ? { kind: 'allowed', addresses: [ipV4] }
          : { kind: 'refused' };
        expect(targets).toEqual(spellings.map(() => expected));
      }),
    );
  });

  it.each(['ftp://8.8.8.8/', 'file:///etc/passwd', 'data:,a', 'gopher://8.8.8.8/'])(
    'refuses the scheme of %s',
    async (address) => {
      expect(await check(address)).toEqual({ kind: 'refused' });
    },
  );

  it('allows a name whose addresses are all public, and returns them', async () => {
    expect(await check('https://cdn.example/a', resolvingTo('8.8.8.8', '1.1.1.1'))).toEqual({
      kind: 'allowed',
      addresses: ['8.8.8.8', '1.1.1.1'],
    });
  });

  it.each([
    ['the first', ['10.0.0.1', '8.8.8.8']],
    ['the last', ['8.8.8.8', '2606:4700:4700::1111', '::1']],
    ['every', []],
  ])('refuses a name when %s address is not public', async (_which, addresses) => {
    expect(await check('https://cdn.example/a', resolvingTo(...addresses))).toEqual({
      kind: 'refused',
    });
  });

  it.each(['https://8.8.8.8:443/a', 'http://8.8.8.8:80/a'])(
    'allows the port of the scheme: %s',
    async (address) => {
      expect(await check(address)).toMatchObject({ kind: 'allowed' });
    },
  );

  it.each([
    'http://8.8.8.8:8080/',
    'https://8.8.8.8:8443/',
    'https://8.8.8.8:22/',
    'http://8.8.8.8:443/',
    'https://8.8.8.8:80/',
    'https://8.8.8.8:0/',
    'https://cdn.example:6379/',
  ])('refuses another port of a public address: %s', async (address) => {
    expect(await check(address, resolvingTo('8.8.8.8'))).toEqual({ kind: 'refused' });
  });

  it('allows a configured port of a public address, and not of a private one', async () => {
    const configured = { ...resolvingTo('8.8.8.8'), otherPorts: ['8443'] };
    expect(await check('https://cdn.example:8443/', configured)).toMatchObject({ kind: 'allowed' });
    expect(await check('https://cdn.example:8444/', configured)).toEqual({ kind: 'refused' });
    expect(await check('https://127.0.0.1:8443/', configured)).toEqual({ kind: 'refused' });
  });

  it('rejects with the error of the resolver', async () => {
    const failing = { ...rules, resolve: () => Promise.reject(new Error('ENOTFOUND')) };
    await expect(check('https://cdn.example/', failing)).rejects.toThrow('ENOTFOUND');
  });

  it('allows the local origin, and no other port, scheme or spelling of its host', async () => {
    const local = { ...resolvingTo('127.0.0.1'), localOrigins: ['http://127.0.0.1:8787'] };
    const kinds = await Promise.all(
      [
        'http://127.0.0.1:8787/a',
        'http://127.0.0.1:8788/a',
        'https://127.0.0.1:8787/a',
        'http://127.0.0.2:8787/a',
        'http://localhost:8787/a',
      ].map(async (address) => (await check(address, local)).kind),
    );
    expect(kinds).toEqual(['allowed', 'refused', 'refused', 'refused', 'refused']);
  });
});

function toNumber(ipV4: string): number {
  return ipV4.split('.').reduce((number, part) => number * 256 + Number(part), 0);
}

function toHexGroups(ipV4: string): string {
  const hex = toNumber(ipV4).toString(16).padStart(8, '0');
  return `${hex.slice(0, 4)}:${hex.slice(4)}`;
}
