import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ConnectionSecret } from '../../../shared/provider/provider-secret.ts';
import { replaceVersion } from '../../../tools/operator/aws/secrets-manager-secret.ts';
import { readConnection, replaceConnection } from '../../../tools/operator/secrets/connections.ts';
import {
  liveTexts,
  type SecretValue,
  withLiveTexts,
} from '../../../tools/operator/secrets/secret-value.ts';

const account: ConnectionSecret = {
  token: 'the-token',
  signingKeys: ['key'],
  headers: { Authorization: 'one', UserName: ['new', 'old'] },
  verifyToken: 'verify',
  accessUser: 'user',
  accessToken: 'access',
};
const values: readonly SecretValue[] = [
  { kind: 'token' },
  { kind: 'signing-key' },
  { kind: 'header', name: 'AUTHORIZATION' },
  { kind: 'header', name: 'username' },
  { kind: 'verify-token' },
  { kind: 'access-user' },
  { kind: 'access-token' },
];

describe.each(values)('a value of a secret: %j', (value) => {
  const isRotated = ['token', 'signing-key', 'header'].includes(value.kind);

  it.each([['newest'], ...(isRotated ? [['newest', 'previous']] : [])])(
    'has the texts %s %s, and no other value has changed',
    (...texts) => {
      const changed = withLiveTexts(account, value, texts);
      expect(liveTexts(changed, value)).toEqual(texts);
      for (const other of values.filter((each) => each !== value)) {
        expect(liveTexts(changed, other)).toEqual(liveTexts(account, other));
      }
    },
  );
});

describe('a secret with connections', () => {
  const secret = {
    ...account,
    connections: { first: { token: 'first' }, other: { token: 'other' } },
  };
  const changed: ConnectionSecret = { token: 'changed' };

  it.each(['first', 'other', 'third'])('keeps everything but the connection %s', (name) => {
    const replaced = replaceConnection(secret, name, changed);
    expect(replaced).toEqual({
      ...secret,
      connections: { ...secret.connections, [name]: changed },
    });
    expect(readConnection(replaced, name)).toBe(changed);
  });

  it('keeps its connections when the provider’s own values are replaced', () => {
    const { connections } = secret;
    expect(replaceConnection(secret, undefined, changed)).toEqual({ ...changed, connections });
  });
});

it.each([
  ['b', 'a'],
  ['b', 'c'],
  [undefined, 'a'],
  ['b', undefined],
])('a version %s is not replaced when %s is current', async (id, current) => {
  const secretsManager = mockClient(SecretsManagerClient);
  onTestFinished(() => secretsManager.restore());
  secretsManager.on(GetSecretValueCommand).resolves({
    SecretString: '{}',
    ...(current !== undefined && { VersionId: current }),
  });
  const client = new SecretsManagerClient({ region: 'eu-west-1' });
  await expect(replaceVersion(client, 'secret', { id }, {})).rejects.toThrow('was changed after');
  expect(secretsManager.commandCalls(PutSecretValueCommand)).toEqual([]);
});
