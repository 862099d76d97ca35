import type { MediaAccess, MediaApi } from '../../../shared/provider/media-access.ts';

/** How a provider's files open, as one row of `docs/providers.md`. */
export interface Media {
  readonly name: string;
  readonly access: MediaAccess | undefined;
  /** How callbacks name a file. */
  readonly file: { readonly url: string } | { readonly providerMediaId: string };
  /**
   * Where the mirror finds the file, and the header with which it opens. The secret has the user `user-1` and the
   * token `token-1`; an API that responds with a link has it at `data.url`.
   */
  readonly located: { readonly url: string; readonly header?: string; readonly value?: string };
}

const link = 'https://api.parrot.example/files/f-1';

const api: MediaApi = {
  baseUrl: 'https://api.parrot.example',
  path: '/files/{id}',
  returns: 'file',
  fileHosts: ['files.parrot.example'],
  errorReasons: {},
};

function withLinks(
  name: string,
  authorization: MediaAccess['authorization'],
  located: { readonly header: string; readonly value: string },
): Media {
  return {
    name,
    access: { authorization, links: ['https://api.parrot.example/files/{id}'] },
    file: { url: link },
    located: { url: link, ...located },
  };
}

const bearer = { header: 'authorization', value: 'Bearer token-1' };

/** The ways in which files can open. */
export const medias: readonly Media[] = [
  { name: 'plain links', access: undefined, file: { url: link }, located: { url: link } },
  withLinks('links with a bearer token', 'bearer', bearer),
  withLinks('links with user and password', 'basic', {
    header: 'authorization',
    value: 'Basic dXNlci0xOnRva2VuLTE=',
  }),
  withLinks(
    'links with a header',
    { header: 'x-api-key', prefix: 'App ' },
    {
      header: 'x-api-key',
      value: 'App token-1',
    },
  ),
  {
    name: 'ids of files',
    access: { authorization: 'bearer', api },
    file: { providerMediaId: 'f-1' },
    located: { url: link, ...bearer },
  },
  {
    name: 'ids that lead to a link',
    access: { authorization: 'bearer', api: { ...api, returns: { urlAt: ['data', 'url'] } } },
    file: { providerMediaId: 'f-1' },
    located: { url: 'https://files.parrot.example/f-1', ...bearer },
  },
];
