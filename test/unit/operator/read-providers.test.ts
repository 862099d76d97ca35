import { describe, expect, it } from 'vitest';
import type { FunctionSettings } from '../../../tools/operator/gateway/function-settings.ts';
import { readManifests, readProvider } from '../../../tools/operator/gateway/read-providers.ts';
import { OperatorError } from '../../../tools/operator/operator-error.ts';

const outputs = { api: undefined, functionUrl: undefined, secretArn: 'arn' };
const shop: FunctionSettings = {
  channels: {},
  signaturePolicy: undefined,
  retentionDays: undefined,
  generic: { id: 'shop', name: 'Shop' },
};
const gateway = {
  callbacks: new Map(['incs', 'shop'].map((id) => [id, outputs])),
  functionSettings: async () => new Map([['shop', shop]]),
};

describe('the providers of a gateway', () => {
  it('are those of the registry that are on, and the generic ones', async () => {
    const manifests = await readManifests(gateway);
    expect(manifests.map(({ id, name }) => [id, name])).toEqual([
      ['incs', 'INCS'],
      ['shop', 'Shop'],
    ]);
  });

  it('have an adapter of this checkout without reading the settings of functions', async () => {
    const functionSettings = () => Promise.reject(new Error('not permitted'));
    expect((await readProvider({ functionSettings }, 'incs')).manifest.id).toBe('incs');
  });

  it('do not include one that no one knows', async () => {
    await expect(readProvider(gateway, 'metta')).rejects.toThrow(OperatorError);
  });
});
