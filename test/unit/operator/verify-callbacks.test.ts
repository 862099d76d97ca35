import { describe, expect, it } from 'vitest';
import { loadProvider, loadSample } from '../../../functions/providers/load-provider.ts';
import { providers } from '../../../functions/providers/registry.ts';
import { type Business, eventDefinitions, type User } from '../../../shared/contract/index.ts';
import { createGenericProvider } from '../../../shared/provider/generic-provider.ts';
import { planEndpoint } from '../../../tools/operator/verify/plan-callbacks.ts';
import {
  testAccount,
  testMessagePrefix,
  toRun,
} from '../../../tools/operator/verify/test-account.ts';
import {
  toMessageCallback,
  toUnrecognizedCallback,
} from '../../../tools/operator/verify/test-callbacks.ts';

const run = toRun(new Date('2026-11-28T12:00:00.123Z'));
const picture = {
  // The session token of an assumed role is long.
  url: `https://bucket.example/tributary-verify/1.png?X-Amz-Security-Token=${'A'.repeat(3_000)}`,
  mimeType: 'image/png',
  sha256: 'ab'.repeat(32),
};

/** Where a provider has ids of its own, the number of the test account is in the id. */
const partyNamed = (phone: string) =>
  expect.toSatisfy((party: User | Business) => (party.phone ?? party.id ?? '').includes(phone));

async function testProvider(id: string) {
  return { adapter: await loadProvider(id), sample: await loadSample(id), run };
}

const ids = providers.map(({ id }) => id);
const samples = await Promise.all(ids.map(loadSample));
/** A folder need not have a sample. */
const withSample = ids.filter((_id, index) => samples[index] !== undefined);

describe.each(withSample)('the sample of %s', (id) => {
  it('is a message from the test account', async () => {
    const callback = toMessageCallback(await testProvider(id), 'api');
    const event = callback?.record.event;
    expect(event?.['detail-type']).toBe('message.received');
    const { detail } = eventDefinitions['message.received'];
    expect(detail.parse(event?.detail)).toMatchObject({
      metadata: { occurredAt: expect.stringMatching(/^2026-11-28T12:00:00/) },
      data: {
        message: {
          id: `${testMessagePrefix}${run.id}-${id}-api`,
          user: partyNamed(testAccount.user.phone),
          business: partyNamed(testAccount.business.phone),
          content: { kind: 'text', text: testAccount.text },
        },
      },
    });
  });

  it('has a picture, if callbacks of the provider have links', async () => {
    const provider = await testProvider(id);
    const callback = toMessageCallback(provider, 'api', picture);
    const hasLinks = provider.adapter.manifest.mediaAccess?.api === undefined;
    expect(callback?.record.event.detail.data).toMatchObject({
      message: {
        media: hasLinks ? [{ url: picture.url }] : [],
      },
    });
    expect(callback?.fileEventId === undefined).toBe(!hasLinks);
  });

  it('is another message in another run and at another endpoint', async () => {
    const provider = await testProvider(id);
    const later = { ...provider, run: toRun(new Date('2026-11-28T12:00:00.124Z')) };
    const ids = [
      toMessageCallback(provider, 'api'),
      toMessageCallback(provider, 'functionUrl'),
      toMessageCallback(later, 'api'),
    ].map((callback) => callback?.record.event.detail.metadata.id);
    expect(new Set(ids).size).toBe(3);
  });

  it('has a body beside it that the adapter does not recognize', async () => {
    const callback = toUnrecognizedCallback(await testProvider(id), 'unrecognized');
    expect(callback?.record.event['detail-type']).toBe('callback.quarantined');
  });
});

describe('a provider without a sample', () => {
  it('has no test message', async () => {
    const adapter = await loadProvider('incs');
    expect(toMessageCallback({ adapter, sample: undefined, run }, 'api')).toBeUndefined();
    expect(await loadSample('carrier-pigeon')).toBeUndefined();
  });

  it('has another body to refuse than the one that is quarantined', async () => {
    const provider = { adapter: await loadProvider('incs'), sample: undefined, run };
    const keys = [
      planEndpoint(provider, 'api', undefined).refused,
      planEndpoint(provider, 'functionUrl', undefined).refused,
      toUnrecognizedCallback(provider, 'unrecognized'),
    ].map((callback) => callback?.record.key.pk);
    expect(new Set(keys).size).toBe(3);
    expect(keys).not.toContain(undefined);
  });

  it('sends JSON, if it is a generic provider, and nothing of it is quarantined', () => {
    const adapter = createGenericProvider({ id: 'shop' });
    const callback = toMessageCallback({ adapter, sample: undefined, run }, 'api');
    expect(callback?.record.event['detail-type']).toBe('callback.received');
    expect(
      toUnrecognizedCallback({ adapter, sample: undefined, run }, 'unrecognized'),
    ).toBeUndefined();
  });
});
