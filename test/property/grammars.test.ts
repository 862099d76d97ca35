import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBodyBytes, toBodyBytes } from '../../shared/body-bytes.ts';
import { mediaRole } from '../../shared/contract/media.ts';
import { mediaFolder, mediaKey, parseMediaKey } from '../../shared/media/media-object.ts';
import {
  deadLetterKey,
  type ParsedPayloadKey,
  parsePayloadKey,
  payloadPrefixes,
  quarantineKey,
  rawKey,
  unmappedKey,
} from '../../shared/payloads/payload-keys.ts';
import { parseStoredBody, writeStoredBody } from '../../shared/payloads/stored-body.ts';
import {
  callbackOutputNames,
  readCallbackOutputs,
  toPascalCase,
} from '../../shared/runtime/stack-outputs.ts';

const text = fc.string({ minLength: 1 });

const providerId = fc.stringMatching(/^[a-z0-9]{1,9}(-[a-z][a-z0-9]{0,8}){0,2}$/);

describe('outputs of the stack', () => {
  const endpoint = fc.option(text, { nil: undefined });
  const callbacks = fc.uniqueArray(
    fc.tuple(providerId, fc.record({ api: endpoint, functionUrl: endpoint, secretArn: text })),
    { selector: ([id]) => toPascalCase(id) },
  );

  it('give back what was written for each provider that is on', () => {
    fc.assert(
      fc.property(callbacks, (written) => {
        const outputs = Object.fromEntries(
          written.flatMap(([id, values]) => {
            const names = callbackOutputNames(id);
            expect(Object.values(names).join('')).toMatch(/^[A-Z][A-Za-z0-9]+$/);
            return [
              [names.api, values.api],
              [names.functionUrl, values.functionUrl],
              [names.secretArn, values.secretArn],
            ];
          }),
        );
        const ids = [...written.map(([id]) => id), 'switched-off'];
        expect([...readCallbackOutputs(outputs, ids)]).toEqual(written);
      }),
    );
  });
});

describe('keys of files in the media bucket', () => {
  const hour = 3_600_000;
  const instant = fc
    .nat(500_000)
    .map((hours) => new Date(Date.UTC(2026, 0, 1) + hours * hour).toISOString());
  const file = fc.record({
    origin: fc.record({ provider: providerId, occurredAt: instant, eventId: fc.uuid() }),
    item: fc.record({
      index: fc.nat(),
      role: fc.constantFrom(...mediaRole.options),
      mimeType: fc.constantFrom('image/jpeg', 'IMAGE/PNG; x=y', 'application/x-new', ''),
      filename: fc.oneof(text, fc.constant('plan.DWG')),
    }),
    copy: fc.option(fc.integer({ min: 2 }), { nil: undefined }),
  });

  it('say whose file it is and which one, and are in the folder of its message', () => {
    fc.assert(
      fc.property(file, ({ origin, item, copy }) => {
        const key = mediaKey(origin, item, copy);
        const { occurredAt, ...ids } = origin;
        const { index, role } = item;
        const day = occurredAt.slice(0, 10);
        expect(parseMediaKey(key)).toMatchObject({ ...ids, day, index, role, copy });
        expect(key.startsWith(mediaFolder(origin))).toBe(true);
      }),
    );
  });

  it('are not recognized in any other text', () => {
    fc.assert(
      fc.property(file, text, ({ origin, item }, other) => {
        expect(parseMediaKey(other)).toBeUndefined();
        expect(parseMediaKey(`${mediaKey(origin, item)}/${other}`)).toBeUndefined();
        expect(parseMediaKey(mediaFolder(origin))).toBeUndefined();
      }),
    );
  });
});

describe('keys of the payload bucket', () => {
  const sha256 = fc.stringMatching(/^[0-9a-f]{64}$/);
  const eventName = fc.stringMatching(/^[a-z][a-z_.]{0,20}$/);
  const parsed: fc.Arbitrary<ParsedPayloadKey> = fc.oneof(
    fc.record({ kind: fc.constant('raw'), provider: providerId, eventId: fc.uuid(), sha256 }),
    fc.record({ kind: fc.constant('quarantine'), provider: providerId, sha256 }),
    fc.record({
      kind: fc.constant('unmapped'),
      provider: providerId,
      providerEvent: eventName,
      sha256,
    }),
    fc.record({
      kind: fc.constant('dead-letter'),
      sequenceNumber: fc.stringMatching(/^[0-9]{1,40}$/),
    }),
  );

  function toKey(key: ParsedPayloadKey): string {
    switch (key.kind) {
      case 'raw':
        return rawKey(key.provider, key.eventId, key.sha256);
      case 'quarantine':
        return quarantineKey(key.provider, key.sha256);
      case 'unmapped':
        return unmappedKey(key.provider, key.providerEvent, key.sha256);
      case 'dead-letter':
        return deadLetterKey(key.sequenceNumber);
      case 'lambda-on-failure':
        return `${payloadPrefixes.lambdaOnFailure}uuid/shard/2026/01/02/record`;
      default:
        return key satisfies never;
    }
  }

  it('give back what they were made of', () => {
    fc.assert(
      fc.property(parsed, (key) => {
        expect(parsePayloadKey(toKey(key))).toEqual(key);
      }),
    );
    expect(parsePayloadKey(toKey({ kind: 'lambda-on-failure' }))).toEqual({
      kind: 'lambda-on-failure',
    });
  });

  it('have the same folders whatever a provider calls its event', () => {
    fc.assert(
      fc.property(providerId, text, sha256, (provider, providerEvent, hash) => {
        const key = unmappedKey(provider, providerEvent, hash);
        expect(parsePayloadKey(key)).toMatchObject({ kind: 'unmapped', provider, sha256: hash });
        expect(key.split('/')).toHaveLength(4);
      }),
    );
  });

  it('are not recognized in any other text', () => {
    fc.assert(
      fc.property(parsed, text, (key, other) => {
        expect(parsePayloadKey(other)).toBeUndefined();
        expect(parsePayloadKey(`${toKey(key)}/${other}`)).toBeUndefined();
      }),
    );
  });
});

const anyBytes = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.string({ unit: 'binary' }).map((written) => Buffer.from(written)),
  fc.string().map((written) => Buffer.from(`\ufeff${written}`)),
);

describe('bytes of a body', () => {
  it('are the same again', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        expect(Buffer.from(fromBodyBytes(toBodyBytes(bytes)))).toEqual(Buffer.from(bytes));
      }),
    );
  });

  it('are text that people can read where they are UTF-8', () => {
    expect(toBodyBytes(Buffer.from('Grüße'))).toEqual({ text: 'Grüße' });
    expect(toBodyBytes(Buffer.from('Grüße', 'latin1'))).toEqual({ base64: 'R3L832U=' });
  });
});

describe('objects of unrecognized and unmapped items', () => {
  const storedBody = fc.record(
    {
      provider: providerId,
      providerEvent: text,
      receivedAt: text,
      headers: fc.dictionary(text, text),
      body: fc.oneof(fc.string(), anyBytes.map(toBodyBytes)),
    },
    { requiredKeys: ['provider', 'receivedAt', 'headers', 'body'] },
  );

  it('give back what was written', () => {
    fc.assert(
      fc.property(storedBody, (written) => {
        expect(parseStoredBody(writeStoredBody(written))).toEqual(written);
      }),
    );
  });

  it('are not recognized in any other JSON', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(parseStoredBody(json)).toBeUndefined();
      }),
    );
    expect(parseStoredBody('{"provider":"incs","body":7')).toBeUndefined();
  });
});
