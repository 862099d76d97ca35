import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, it } from 'vitest';
import { createSecretsManagerSecretSource } from '../../../shared/runtime/secrets-manager-secret-source.ts';

it('callbacks that come at the same time fetch the secret once', async () => {
  const client = new SecretsManagerClient({ region: 'us-east-1' });
  const secretsManager = mockClient(client);
  const secret = { token: 'the-first-token-of-all' };
  secretsManager.on(GetSecretValueCommand).resolves({ SecretString: JSON.stringify(secret) });
  const source = createSecretsManagerSecretSource(client, 'a-secret', {
    now: () => new Date(0),
    monotonicMs: () => 0,
  });
  expect(await Promise.all([source.get(), source.get()])).toEqual([secret, secret]);
  expect(await source.get()).toEqual(secret);
  expect(secretsManager.commandCalls(GetSecretValueCommand)).toHaveLength(1);
});
