import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { createSecretsManagerSecretSource } from '../../../shared/runtime/secrets-manager-secret-source.ts';

const secretsManager = mockClient(SecretsManagerClient);
let nowMs = 0;

function createSource() {
  const client = new SecretsManagerClient({ region: 'us-east-1' });
  return createSecretsManagerSecretSource(client, 'a-secret', () => new Date(nowMs));
}

function secretIs(token: string) {
  secretsManager.on(GetSecretValueCommand).resolves({ SecretString: JSON.stringify({ token }) });
}

const calls = () => secretsManager.commandCalls(GetSecretValueCommand).length;

beforeEach(() => {
  secretsManager.reset();
  nowMs = 1_000_000;
  secretIs('the-first-token-of-all');
});

describe('the secret of a provider', () => {
  it('is fetched once, also by callbacks that come at the same time', async () => {
    const source = createSource();
    expect(calls()).toBe(0);
    await Promise.all([source.get(), source.get()]);
    await source.get();
    expect(calls()).toBe(1);
  });

  it('is fetched again on a mismatch, at most once in ten seconds', async () => {
    const source = createSource();
    await source.get();
    secretIs('the-token-after-rotation');
    expect(await source.refresh()).toBeUndefined();
    nowMs += 10_000;
    expect(await source.refresh()).toEqual({ token: 'the-token-after-rotation' });
    expect(await source.refresh()).toBeUndefined();
    expect(await source.get()).toEqual({ token: 'the-token-after-rotation' });
    expect(calls()).toBe(2);
  });

  it('is fetched again after a failure', async () => {
    const SecretString = JSON.stringify({ token: 'the-first-token-of-all' });
    secretsManager
      .on(GetSecretValueCommand)
      .rejectsOnce(new Error('down'))
      .resolves({ SecretString });
    const source = createSource();
    await expect(source.get()).rejects.toMatchObject({ code: 'secret_unavailable' });
    expect(await source.get()).toEqual({ token: 'the-first-token-of-all' });
  });

  it('keeps its value when it cannot be fetched again, and is fetched at the next mismatch', async () => {
    const source = createSource();
    await source.get();
    nowMs += 10_000;
    secretsManager.on(GetSecretValueCommand).rejectsOnce(new Error('down'));
    await expect(source.refresh()).rejects.toMatchObject({ code: 'secret_unavailable' });
    expect(await source.get()).toEqual({ token: 'the-first-token-of-all' });
    secretIs('the-token-after-rotation');
    expect(await source.refresh()).toEqual({ token: 'the-token-after-rotation' });
  });

  it('is fetched again on a mismatch although the clock was set back', async () => {
    const source = createSource();
    await source.get();
    nowMs -= 3_600_000;
    secretIs('the-token-after-rotation');
    expect(await source.refresh()).toEqual({ token: 'the-token-after-rotation' });
  });

  describe('after five minutes', () => {
    it('is fetched again, so that a removed token is no longer valid', async () => {
      const source = createSource();
      await source.get();
      secretIs('the-token-after-rotation');
      nowMs += 5 * 60_000 - 1;
      expect(await source.get()).toEqual({ token: 'the-first-token-of-all' });
      nowMs += 1;
      expect(await source.get()).toEqual({ token: 'the-token-after-rotation' });
      expect(calls()).toBe(2);
    });

    it('keeps its value when it cannot be fetched, and is not fetched for five minutes', async () => {
      const source = createSource();
      await source.get();
      nowMs += 5 * 60_000;
      secretsManager.on(GetSecretValueCommand).rejects(new Error('down'));
      expect(await source.get()).toEqual({ token: 'the-first-token-of-all' });
      expect(await source.get()).toEqual({ token: 'the-first-token-of-all' });
      expect(calls()).toBe(2);
    });
  });

  it.each(['', 'no JSON', '{}', '{"token":""}', '{"token":"short"}', '[]'])(
    'in another form, %j, is an error that does not quote it',
    async (SecretString) => {
      secretsManager.on(GetSecretValueCommand).resolves({ SecretString });
      await expect(createSource().get()).rejects.toMatchObject({
        code: 'secret_unavailable',
        retryable: false,
        message: expect.stringContaining('docs/secrets.md'),
      });
    },
  );
});
