import { describe, expect, it } from 'vitest';
import { readMediaApis } from '../../../functions/media-mirror/media-apis.ts';
import { providers } from '../../../functions/providers/registry.ts';

describe('the media APIs in the environment', () => {
  it('are none where the stack has written none', () => {
    expect(readMediaApis({})).toEqual({});
  });

  it.each(providers.flatMap(({ id, mediaApi }) => (mediaApi ? [{ id, mediaApi }] : [])))(
    'are read as the manifest of $id has them',
    ({ id, mediaApi }) => {
      const api = { ...mediaApi, secretArn: 'arn' };
      expect(readMediaApis({ MEDIA_APIS: JSON.stringify({ [id]: api }) })).toEqual({ [id]: api });
    },
  );

  it.each(['{', '{"meta":{}}', '[]'])('end the start of the function when they are %j', (text) => {
    expect(() => readMediaApis({ MEDIA_APIS: text })).toThrow();
  });
});
