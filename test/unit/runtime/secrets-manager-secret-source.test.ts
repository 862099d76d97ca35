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

it('a fetch that fails late takes nothing from a newer one', async () => {
  const client = new SecretsManagerClient({ region: 'us-east-1' });
  const secretsManager = mockClient(client);
  const late = Promise.withResolvers<never>();
  const secret = { token: 'the-second-token-of-all' };
  secretsManager
    .on(GetSecretValueCommand)
    .callsFakeOnce(() => late.promise)
    .resolvesOnce({ SecretString: JSON.stringify(secret) })
    .rejects(new Error('down'));
  let nowMs = 0;
  const source = createSecretsManagerSecretSource(client, 'a-secret', {
    now: () => new Date(nowMs),
    monotonicMs: () => nowMs,
  });
  const first = source.get();
  nowMs = 10_000;
  expect(await source.refresh()).toEqual(secret);
  late.reject(new Error('no response in time'));
  await expect(first).rejects.toMatchObject({ code: 'secret_unavailable' });
  expect(await source.get()).toEqual(secret);
});
