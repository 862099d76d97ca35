import { describe, expect, it } from 'vitest';
import { readMirrorSettings } from '../../../functions/media-mirror/settings.ts';
import { providers } from '../../../functions/providers/registry.ts';
import { environmentKeys, localMediaOriginKey } from '../../../shared/runtime/environment.ts';

/** The settings of the function with these variables in addition to the required ones. */
const read = (variables: Readonly<Record<string, string | undefined>>) =>
  readMirrorSettings({
    [environmentKeys.eventsTable]: 'events',
    [environmentKeys.mediaBucket]: 'media',
    [environmentKeys.mediaMaxReceiveCount]: '6',
    [environmentKeys.userHashKey]: 'the id of the stack',
    ...variables,
  });

const api = { path: '/{id}', returns: 'file', fileHosts: [], errorReasons: {} };

/** The variable for providers whose APIs have these base URLs. */
const accessOf = (baseUrls: readonly string[]) =>
  JSON.stringify(
    Object.fromEntries(
      baseUrls.map((baseUrl, index) => [
        `p${index}`,
        { authorization: 'bearer', api: { ...api, baseUrl }, secretArn: 'arn' },
      ]),
    ),
  );

describe('the local origins', () => {
  const readOrigins = (value: string | undefined, ...baseUrls: readonly string[]) =>
    read({
      [localMediaOriginKey]: value,
      [environmentKeys.mediaAccess]: accessOf(baseUrls),
    }).localOrigins;
  const baseUrls = ['http://127.0.0.1:9000/graph', 'https://graph.example', 'http://10.0.0.1'];

  it.each([undefined, ''])('are empty when the variable is %j', (value) => {
    expect(readOrigins(value)).toEqual([]);
  });

  it.each(['http://127.0.0.1:8787', 'http://[::1]:8787', 'http://127.0.0.1'])(
    'include the loopback origin %s',
    (value) => {
      expect(readOrigins(value)).toEqual([value]);
    },
  );

  it.each([
    'https://127.0.0.1:8787',
    'http://localhost:8787',
    'http://10.0.0.1:8787',
    'http://0.0.0.0:8787',
    'http://169.254.169.254',
    'http://media.example',
    'http://127.0.0.1:8787/',
    'http://127.0.0.1:8787/path',
    'http://user@127.0.0.1:8787',
    'http://2130706433:8787',
    'http://[::ffff:127.0.0.1]:8787',
    'http://127.0.0.1:1,http://127.0.0.1:2',
    '127.0.0.1:8787',
    'null',
  ])('prevent the function from starting with %s', (value) => {
    expect(() => readOrigins(value)).toThrow(localMediaOriginKey);
  });

  it('include media APIs on loopback, and no others', () => {
    expect(readOrigins('http://127.0.0.1:8787', ...baseUrls)).toEqual([
      'http://127.0.0.1:8787',
      'http://127.0.0.1:9000',
    ]);
  });

  it('are empty without a local media server: in AWS no loopback address is reached', () => {
    expect(readOrigins(undefined, ...baseUrls)).toEqual([]);
  });
});

describe('the other ports', () => {
  const readPorts = (ports: string | undefined, ...baseUrls: readonly string[]) =>
    read({
      [environmentKeys.mediaPorts]: ports,
      [environmentKeys.mediaAccess]: accessOf(baseUrls),
    }).otherPorts;

  it('exist only if the owner configures them', () => {
    expect(readPorts(undefined, 'https://graph.example', 'https://graph.example:443/v1')).toEqual(
      [],
    );
  });

  it('are those of file servers, and those of media APIs', () => {
    expect(readPorts('8443,9443', 'https://graph.example:7443/v1')).toEqual([
      '8443',
      '9443',
      '7443',
    ]);
  });

  it.each(['x', '0', '65536', '80,,81', '8443 '])(
    'prevent the function from starting when they are %j',
    (ports) => {
      expect(() => readPorts(ports)).toThrow(environmentKeys.mediaPorts);
    },
  );
});

describe('the maximum receive count', () => {
  const readCount = (value: string | undefined) =>
    read({ [environmentKeys.mediaMaxReceiveCount]: value }).maxReceiveCount;

  it('is a whole number', () => {
    expect(readCount('6')).toBe(6);
  });

  it.each([undefined, '', '0', '-1', '2.5', 'six'])(
    'prevents the function from starting when it is %j',
    (value) => {
      expect(() => readCount(value)).toThrow(environmentKeys.mediaMaxReceiveCount);
    },
  );
});

describe('the media access', () => {
  const readAccess = (text?: string) => read({ [environmentKeys.mediaAccess]: text }).mediaAccess;

  it('is empty when the stack has configured none', () => {
    expect(readAccess()).toEqual({});
  });

  it.each(providers.flatMap(({ id, mediaAccess }) => (mediaAccess ? [{ id, mediaAccess }] : [])))(
    'equals the manifest of $id',
    ({ id, mediaAccess }) => {
      const access = { ...mediaAccess, secretArn: 'arn' };
      expect(readAccess(JSON.stringify({ [id]: access }))).toEqual({ [id]: access });
    },
  );

  it.each(['{', '{"meta":{}}', '[]'])(
    'prevents the function from starting when it is %j',
    (text) => {
      expect(() => readAccess(text)).toThrow(environmentKeys.mediaAccess);
    },
  );
});
