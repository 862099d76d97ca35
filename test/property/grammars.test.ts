import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mediaRole } from '../../shared/contract/media.ts';
import { mediaFolder, mediaKey, parseMediaKey } from '../../shared/media/object-key.ts';
import {
  callbackOutputNames,
  readCallbackOutputs,
  toPascalCase,
} from '../../shared/runtime/stack-outputs.ts';

const text = fc.string({ minLength: 1 });

const providerId = fc.stringMatching(/^[a-z][a-z0-9]{0,8}(-[a-z][a-z0-9]{0,8}){0,2}$/);

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
            return [
              [names.api, values.api],
              [names.functionUrl, values.functionUrl],
              [names.secretArn, values.secretArn],
            ];
          }),
        );
        const providers = [...written.map(([id]) => ({ id })), { id: 'switched-off' }];
        expect([...readCallbackOutputs(outputs, providers)]).toEqual(written);
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
  });

  it('say whose file it is and which one, and are in the folder of its message', () => {
    fc.assert(
      fc.property(file, ({ origin, item }) => {
        const key = mediaKey(origin, item);
        const { occurredAt, ...ids } = origin;
        const { index, role } = item;
        const day = occurredAt.slice(0, 10);
        expect(parseMediaKey(key)).toMatchObject({ ...ids, day, index, role });
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
