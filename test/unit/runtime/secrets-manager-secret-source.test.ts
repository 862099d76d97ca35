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

it('a secret with a mistake is an error that names it and no value, and the known one stays', async () => {
  const client = new SecretsManagerClient({ region: 'us-east-1' });
  const secretsManager = mockClient(client);
  const respondWith = (secret: object) =>
    secretsManager
      .on(GetSecretValueCommand)
      .resolves({ SecretString: JSON.stringify({ token: 'the-first-token-of-all', ...secret }) });
  let nowMs = 0;
  const kept: unknown[] = [];
  const clock = { now: () => new Date(nowMs), monotonicMs: () => nowMs };
  const start = () =>
    createSecretsManagerSecretSource(client, 'a-secret', clock, (error) => kept.push(error));
  const warm = start();
  respondWith({ signingKeys: ['hunter2'] });
  const known = await warm.get();

  respondWith({ signingKey: ['hunter2'] });
  const mistake = expect.objectContaining({
    code: 'secret_unavailable',
    retryable: false,
    message:
      'the provider secret has a mistake: unknown key signingKey; correct it as docs/secrets.md describes',
  });
  await expect(start().get()).rejects.toEqual(mistake);
  await expect(warm.refresh()).resolves.toBeUndefined();
  nowMs = 5 * 60_000;
  expect(await warm.get()).toEqual(known);
  expect(kept).toEqual([mistake]);
});
