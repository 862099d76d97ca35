import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createSecretsManagerSigningKeys } from '../../../functions/http-delivery/secrets-manager-signing-keys.ts';

const secrets = mockClient(SecretsManagerClient);
const key = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

beforeEach(() => void secrets.reset());
afterAll(() => secrets.restore());

function open() {
  const lines: string[] = [];
  const world = { nowMs: Date.parse('2026-03-01T00:00:00.000Z'), lines };
  const log = (line: string) => void lines.push(line);
  const keys = createSecretsManagerSigningKeys(new SecretsManagerClient({}), 'secret', {
    clock: { now: () => new Date(world.nowMs), monotonicMs: () => world.nowMs },
    log: { info: log, warn: log, error: log },
  });
  return { keys, world };
}

describe('the signing keys', () => {
  it('stay the ones that were read last when they cannot be read again, and a line says so', async () => {
    const { keys, world } = open();
    secrets
      .on(GetSecretValueCommand)
      .resolvesOnce({ SecretString: JSON.stringify({ key }) })
      .rejects(new Error('down'));
    const read = await keys.get();
    expect(world.lines).toEqual([]);
    world.nowMs += 5 * 60_000;
    expect(await keys.get()).toEqual(read);
    expect(world.lines).toEqual(['signing keys not read']);
    // An event must not wait for Secrets Manager each time.
    world.nowMs += 5 * 60_000 - 1;
    await keys.get();
    expect(secrets.commandCalls(GetSecretValueCommand)).toHaveLength(2);
    world.nowMs += 1;
    await keys.get();
    expect(secrets.commandCalls(GetSecretValueCommand)).toHaveLength(3);
  });

  it('are an error that may pass when they were never read', async () => {
    secrets.on(GetSecretValueCommand).rejects(new Error('down'));
    const { keys, world } = open();
    await expect(keys.get()).rejects.toMatchObject({ code: 'secret_unavailable', retryable: true });
    expect(world.lines).toEqual([]);
  });
});
