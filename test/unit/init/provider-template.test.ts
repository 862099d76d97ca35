import { describe, expect, it } from 'vitest';
import {
  findNameProblem,
  readProviderTemplate,
  toPackageImports,
} from '../../../tools/init/provider-template.ts';

const acme = { id: 'acme', name: 'Acme $1', readOn: '2026-11-21' };

describe('a new provider in an app', () => {
  it('imports the seam from the package, and nothing else of it', async () => {
    const files = await readProviderTemplate(acme, 'providers', toPackageImports);
    expect(Object.keys(files).sort()).toEqual([
      'fixtures/acme/message.payload.json',
      'providers/acme/README.md',
      'providers/acme/manifest.ts',
      'providers/acme/normalize.ts',
      'providers/acme/schema.ts',
    ]);
    const imports = Object.values(files).flatMap((text) => text.match(/^import.*$/gm) ?? []);
    expect(imports).toEqual([
      "import type { Manifest } from 'tributary-gateway/provider';",
      "import { normalizeItems, normalizeWith, toPhoneOrId, wholeBody } from 'tributary-gateway/provider';",
      "import { manifest } from './manifest.ts';",
      "import { message } from './schema.ts';",
      "import { inboundObject, instant, requiredText, text } from 'tributary-gateway/provider';",
    ]);
    expect(files['providers/acme/manifest.ts']).toMatch(/Acme \$1.*'acme'.*2026-11-21/s);
  });

  it.each([
    [{ ...acme, id: 'Acme' }, '"Acme" is not an id'],
    [{ ...acme, id: '../acme' }, 'is not an id'],
    [{ ...acme, name: "Ac'me" }, 'a name cannot contain quotes'],
  ])('is refused with a name that cannot be written: %o', (provider, problem) => {
    expect(findNameProblem(provider)).toContain(problem);
  });
});
