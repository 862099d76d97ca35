import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import {
  generatedKey,
  readSigningKeys,
  type SigningKeys,
  writeSigningKeys,
} from '../../../shared/http-subscription/signing-keys.ts';
import {
  signWebhook,
  toTestWebhook,
  toWebhook,
} from '../../../shared/http-subscription/webhook.ts';
import { generateSecretValue } from '../../../tools/emulator/secrets-manager/generate.ts';
import { delivered, readGoldenEvents } from '../../support/golden-events.ts';

const newKey = () => `whsec_${randomBytes(32).toString('base64')}`;

describe('a signed webhook', () => {
  it('of every event is verified by the library of Standard Webhooks', () => {
    const key = newKey();
    for (const event of readGoldenEvents()) {
      const webhook = toWebhook(JSON.stringify(delivered(event))) ?? expect.unreachable();
      const { headers, body } = signWebhook(webhook, [key], new Date());
      expect(new Webhook(key).verify(body, headers)).toEqual({
        type: event['detail-type'],
        timestamp: event.detail.metadata.occurredAt,
        data: event.detail,
      });
    }
  });

  it('is verified with either key of a rotation, and with no other', () => {
    const keys: SigningKeys = [newKey(), newKey()];
    const { headers, body } = signWebhook(toTestWebhook('test_1', new Date()), keys, new Date());
    for (const key of keys) {
      expect(() => new Webhook(key ?? '').verify(body, headers)).not.toThrow();
    }
    expect(() => new Webhook(newKey()).verify(body, headers)).toThrow('No matching signature');
  });

  it('is refused when a byte of its body, its id or its time changed', () => {
    const key = newKey();
    const { headers, body } = signWebhook(toTestWebhook('test_1', new Date()), [key], new Date());
    const verify = (changed: object, text = body) =>
      new Webhook(key).verify(text, { ...headers, ...changed });
    expect(() => verify({})).not.toThrow();
    expect(() => verify({}, `${body} `)).toThrow();
    expect(() => verify({ 'webhook-id': 'test_2' })).toThrow();
    const later = String(Number(headers['webhook-timestamp']) + 1);
    expect(() => verify({ 'webhook-timestamp': later })).toThrow();
  });

  it('is verified for a key of every length and any text', () => {
    const bytes = fc.uint8Array({ minLength: 24, maxLength: 64 });
    fc.assert(
      fc.property(bytes, fc.string({ unit: 'grapheme' }), (random, text) => {
        const key = `whsec_${Buffer.from(random).toString('base64')}`;
        const webhook = { id: 'one', type: 'test', body: JSON.stringify({ text }) };
        const { headers, body } = signWebhook(webhook, [key], new Date());
        expect(new Webhook(key).verify(body, headers)).toEqual({ text });
      }),
    );
  });
});

describe('the value of the secret', () => {
  it('is a key when Secrets Manager has just generated it', () => {
    const text = generateSecretValue({
      SecretStringTemplate: generatedKey.template,
      GenerateStringKey: generatedKey.key,
      PasswordLength: generatedKey.characters,
      ExcludePunctuation: true,
      ExcludeCharacters: '',
      ExcludeLowercase: false,
      ExcludeUppercase: false,
      ExcludeNumbers: false,
      IncludeSpace: false,
      RequireEachIncludedType: true,
    });
    const read = readSigningKeys(text);
    const [key = ''] = 'keys' in read ? read.keys : expect.unreachable();
    const { headers, body } = signWebhook(toTestWebhook('one', new Date()), [key], new Date());
    expect(() => new Webhook(key).verify(body, headers)).not.toThrow();
  });

  it.each<[SigningKeys]>([[[newKey()]], [[newKey(), newKey()]]])('is written and read', (keys) => {
    expect(readSigningKeys(writeSigningKeys(keys))).toEqual({ keys });
  });

  it.each([
    ['', 'it is not JSON with a key'],
    ['{"previousKey":"x"}', 'it is not JSON with a key'],
    ['{"key":"c2hvcnQ="}', 'key is not 24 to 64 bytes in base64'],
    [`{"key":"${'-'.repeat(44)}"}`, 'key is not 24 to 64 bytes in base64'],
    [
      JSON.stringify({ key: newKey(), previousKey: 'x' }),
      'previousKey is not 24 to 64 bytes in base64',
    ],
  ])('is refused without quoting it: %s', (text, problem) => {
    expect(readSigningKeys(text)).toEqual({ problem });
  });

  it.each([
    [23, false],
    [24, true],
    [64, true],
    [65, false],
  ])('may have a key of %i bytes: %j', (bytes, isKey) => {
    const key = Buffer.alloc(bytes, 7).toString('base64');
    expect('keys' in readSigningKeys(JSON.stringify({ key }))).toBe(isKey);
  });
});
