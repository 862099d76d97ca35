/** What is known of a provider before anything is written. */
export interface NewProvider {
  readonly id: string;
  /** As the provider writes it. */
  readonly name: string;
  /** Day on which its documentation is read: `2026-11-21`. */
  readonly readOn: string;
}

/**
 * The files of a new provider, by path. They compile, and everything that loops over the registry
 * finds what it expects. The adapter does not recognize any callback yet, so that the contract tests
 * of the placeholders fail, and only these.
 */
export function toFiles(provider: NewProvider): Readonly<Record<string, string>> {
  const { id } = provider;
  return {
    [`functions/providers/${id}/manifest.ts`]: toManifest(provider),
    [`functions/providers/${id}/schema.ts`]: toSchema(provider),
    [`functions/providers/${id}/normalize.ts`]: normalizeFile,
    [`functions/providers/${id}/README.md`]: toReadme(provider),
    [`fixtures/${id}/message.payload.json`]: '{\n  "event": "message"\n}\n',
    [`fixtures/${id}/message.expected.json`]: '[]\n',
  };
}

function toManifest({ id, name, readOn }: NewProvider): string {
  return `import type { Manifest } from '../../../shared/provider/manifest.ts';

/** ${name}: its channels, and what to know about its console. */
export const manifest = {
  id: '${id}',
  name: '${name}',
  documentation: { site: 'https://docs.${id}.example', readOn: '${readOn}' },
  methods: ['POST'],
  success: { status: 200, body: '' },
  providerEvents: [{ name: 'message', events: ['message.received'], note: 'a user wrote' }],
} as const satisfies Manifest;
`;
}

function toSchema({ name, readOn }: NewProvider): string {
  return `import { inboundObject, text } from '../../../shared/provider/inbound.ts';

/**
 * The callbacks of ${name} (where they are documented, read on ${readOn}): one schema for each
 * provider event, with an example. Only what identifies an event is required.
 */
export const message = inboundObject({ event: text });
`;
}

const normalizeFile = `import {
  normalizeItems,
  normalizeWith,
  wholeBody,
} from '../../../shared/provider/normalize-items.ts';
import { invalidShape } from '../../../shared/provider/read-item.ts';
import { manifest } from './manifest.ts';
import { message } from './schema.ts';

/** \`message\`: a user wrote. */
const normalizeMessage = normalizeWith(message, (_callback, item) =>
  invalidShape(item, [], 'is not read yet'),
);

export const normalize = normalizeItems(manifest, {
  readItems: wholeBody('event'),
  normalizers: { message: normalizeMessage },
});
`;

function toReadme({ id, name, readOn }: NewProvider): string {
  return `# ${name}

What it sends, in a sentence. Source of everything below: <URL>, read on ${readOn}.

## Configuration

Where to enter the callback URL, and what else the console of ${name} asks for.

## Quirks

| The provider does | The adapter does |
|---|---|

## Fixtures

In \`fixtures/${id}\`: which come from a documented example, and which from a field table.
`;
}
