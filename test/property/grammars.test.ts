import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
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
