import path from 'node:path';
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ProviderSecret } from '../../../shared/provider/provider-secret.ts';
import type { SecretSource } from '../../../shared/provider/secret-source.ts';
import type { Clock } from '../../../shared/runtime/clock.ts';
import { createSecretsManagerSecretSource } from '../../../shared/runtime/secrets-manager-secret-source.ts';
import { createSecretsManager } from '../../../tools/emulator/secrets-manager/service.ts';
import { Secrets } from '../../simulation/aws/secrets-manager.ts';
import { startAwsServices } from '../../support/aws-services.ts';
import { jsonFaults, startFaultyProxy } from '../../support/faulty-proxy.ts';
import { createMemorySecretSource } from '../../support/memory-secret-source.ts';
import { clientSettings } from './client-settings.ts';
import { createSimulation } from './simulation.ts';

/**
 * The source of a provider's secret, for calls one after the other, as one Lambda environment makes
 * them.
 *
 * Guaranteed:
 * - `get` fetches the secret when it is first needed, and again when it is five minutes old: a token
 *   that was removed is good for no longer;
 * - `refresh` fetches it again, so that a rotation loses no callback, but not within ten seconds of the
 *   last fetch: an attacker costs one call in ten seconds;
 * - a fetch that fails takes nothing away: the secret that is known stays, `get` does not try again for
 *   five minutes and `refresh` tries again at once;
 * - it counts by two clocks: a time of day that was set back, and an environment that was frozen, make
 *   neither a rotation invisible nor a removed token valid for longer.
 *
 * Not guaranteed: that a secret which was changed a moment ago is seen, and that a source without any
 * secret gets one: then every call tries, and throws.
 */
interface OpenSecretSource extends SecretSource {
  readonly change: (secret: ProviderSecret) => Promise<void>;
  /** How often the secret was asked for. */
  readonly fetches: () => number;
  readonly setDown: (isDown: boolean) => void;
  readonly close: () => Promise<void>;
}

const first = { token: 'the-first-token-of-all' };
const rotated = { token: 'the-token-after-rotation', previousToken: first.token };

async function openMemory(clock: Clock): Promise<OpenSecretSource> {
  const memory = createMemorySecretSource(first, clock);
  return {
    get: memory.get,
    refresh: memory.refresh,
    change: async (secret) => {
      memory.secret = secret;
    },
    fetches: () => memory.fetches,
    setDown: (isDown) => {
      memory.isDown = isDown;
    },
    close: async () => {},
  };
}

async function openSecretsManager(clock: Clock) {
  const services = await startAwsServices((directory) => {
    const service = createSecretsManager(path.join(directory, 'secrets.json'));
    service.CreateSecret?.({ Name: 'incs', SecretString: JSON.stringify(first) });
    return { secretsmanager: { operations: service } };
  });
  const proxy = await startFaultyProxy(services.endpoint);
  const owner = new SecretsManagerClient(clientSettings(services.endpoint));
  const client = new SecretsManagerClient(clientSettings(proxy.endpoint));
  const change = async (SecretString: string) => {
    await owner.send(new PutSecretValueCommand({ SecretId: 'incs', SecretString }));
  };
  return {
    ...createSecretsManagerSecretSource(client, 'incs', clock),
    change: (secret: ProviderSecret) => change(JSON.stringify(secret)),
    changeText: change,
    fetches: () => proxy.requests(),
    setDown: (isDown: boolean) => proxy.setFault(isDown ? 'connection reset' : undefined),
    close: async () => {
      owner.destroy();
      client.destroy();
      await proxy.stop();
      await services.stop();
    },
    proxy,
  };
}

async function openModel(clock: Clock): Promise<OpenSecretSource> {
  const { environment, run, setOutage } = createSimulation();
  const secrets = new Secrets();
  secrets.set('incs', first);
  const client = secrets.clientFor(environment);
  let fetches = 0;
  const counting: typeof client = Object.assign(Object.create(client), {
    send: (command: Parameters<typeof client.send>[0]) => {
      fetches += 1;
      return client.send(command);
    },
  });
  const { get, refresh } = createSecretsManagerSecretSource(counting, 'incs', clock);
  return {
    get: () => run(get),
    refresh: () => run(refresh),
    change: async (fields) => secrets.change('incs', fields),
    fetches: () => fetches,
    setDown: (isDown) => setOutage('secretsmanager', isDown),
    close: async () => {},
  };
}

const unavailable = { name: 'TributaryError', code: 'secret_unavailable', retryable: true };
const minuteMs = 60_000;
let wallMs: number;
let monotonicMs: number;
const clock: Clock = { now: () => new Date(wallMs), monotonicMs: () => monotonicMs };

function pass(milliseconds: number): void {
  wallMs += milliseconds;
  monotonicMs += milliseconds;
}

beforeEach(() => {
  wallMs = Date.parse('2026-01-02T03:04:05Z');
  monotonicMs = 0;
});

describe.each([
  ['in memory', openMemory],
  ['in Secrets Manager', openSecretsManager],
  ['in the Secrets Manager of the simulation', openModel],
])('a secret source %s', (_where, open) => {
  let source: OpenSecretSource;

  beforeEach(async () => {
    source = await open(clock);
  });
  afterEach(() => source.close());

  it('fetches nothing before the secret is needed, and then once', async () => {
    expect(source.fetches()).toBe(0);
    expect(await source.get()).toEqual(first);
    expect(await source.get()).toEqual(first);
    expect(source.fetches()).toBe(1);
  });

  it('refreshes at most every ten seconds', async () => {
    await source.get();
    await source.change(rotated);
    pass(9_999);
    expect(await source.refresh()).toBeUndefined();
    expect(await source.get()).toEqual(first);
    pass(1);
    expect(await source.refresh()).toEqual(rotated);
    expect(await source.refresh()).toBeUndefined();
    expect(await source.get()).toEqual(rotated);
    expect(source.fetches()).toBe(2);
  });

  it('refreshes before it was ever asked for the secret', async () => {
    expect(await source.refresh()).toEqual(first);
    expect(await source.get()).toEqual(first);
    expect(source.fetches()).toBe(1);
  });

  it('fetches the secret again when it is five minutes old', async () => {
    await source.get();
    await source.change(rotated);
    pass(5 * minuteMs - 1);
    expect(await source.get()).toEqual(first);
    pass(1);
    expect(await source.get()).toEqual(rotated);
    expect(source.fetches()).toBe(2);
  });

  it('starts the five minutes anew with a refresh', async () => {
    await source.get();
    pass(4 * minuteMs);
    await source.refresh();
    pass(4 * minuteMs);
    await source.get();
    expect(source.fetches()).toBe(2);
  });

  it('throws a retryable error while there is no secret yet, and tries again each time', async () => {
    source.setDown(true);
    await expect(source.get()).rejects.toMatchObject(unavailable);
    await expect(source.refresh()).rejects.toMatchObject(unavailable);
    source.setDown(false);
    expect(await source.get()).toEqual(first);
  });

  it('keeps the secret that it has when it cannot be fetched again, for five minutes', async () => {
    await source.get();
    pass(5 * minuteMs);
    source.setDown(true);
    expect(await source.get()).toEqual(first);
    expect(await source.get()).toEqual(first);
    const tried = source.fetches();
    source.setDown(false);
    await source.change(rotated);
    pass(5 * minuteMs - 1);
    expect(await source.get()).toEqual(first);
    expect(source.fetches()).toBe(tried);
    pass(1);
    expect(await source.get()).toEqual(rotated);
  });

  it('throws when a refresh fails, keeps the secret, and refreshes at once when asked again', async () => {
    await source.get();
    await source.change(rotated);
    pass(10_000);
    source.setDown(true);
    await expect(source.refresh()).rejects.toMatchObject(unavailable);
    source.setDown(false);
    expect(await source.get()).toEqual(first);
    expect(await source.refresh()).toEqual(rotated);
  });

  it.each([1, 5, 9, 10, 60, 3_600])(
    'sees a rotation 10 s after the fetch although the clock was set back by %i s',
    async (seconds) => {
      await source.get();
      pass(3_000);
      wallMs -= seconds * 1_000;
      await source.change(rotated);
      // The time of day is now what it was at the fetch, or up to ten seconds later.
      pass(Math.max(7_000, seconds * 1_000));
      expect(await source.refresh()).toEqual(rotated);
    },
  );

  it('forgets a removed token after five minutes although the clock was set back', async () => {
    await source.get();
    await source.change(rotated);
    wallMs -= 60 * minuteMs;
    pass(5 * minuteMs);
    expect(await source.get()).toEqual(rotated);
  });

  it('counts the time for which the execution environment was frozen', async () => {
    await source.get();
    await source.change(rotated);
    wallMs += 5 * minuteMs;
    expect(await source.get()).toEqual(rotated);
  });
});

describe('a secret source in Secrets Manager that is disturbed', () => {
  let source: Awaited<ReturnType<typeof openSecretsManager>>;

  beforeEach(async () => {
    source = await openSecretsManager(clock);
  });
  afterEach(() => source.close());

  it.each(Object.entries(jsonFaults))('throws a retryable error when %s', async (_name, fault) => {
    source.proxy.setFault(fault);
    await expect(source.get()).rejects.toMatchObject(unavailable);
    source.proxy.setFault(undefined);
    expect(await source.get()).toEqual(first);
  });

  it.each(['', 'not JSON', '{}', '{"token":"short"}', '[]', 'null'])(
    'throws an error that is not retryable, names the page and quotes nothing, for the secret %j',
    async (text) => {
      await source.changeText(text);
      const reading = source.get();
      await expect(reading).rejects.toMatchObject({
        ...unavailable,
        retryable: false,
        message: expect.stringContaining('docs/secrets.md'),
        cause: undefined,
      });
    },
  );

  it('keeps the secret that it has when the one that replaces it cannot be read', async () => {
    await source.get();
    await source.changeText('not JSON');
    pass(5 * minuteMs);
    expect(await source.get()).toEqual(first);
  });
});
