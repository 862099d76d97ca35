import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The pages of the documentation, which alarms, errors and the README name. */
export function listPages(root: string): readonly string[] {
  return globSync(['docs/*.md', 'docs/adr/*.md'], { cwd: root });
}

/** The README of the package: how to install a gateway, and how to subscribe, as the SDK's README describes it. */
export function toReadme(root: string): string {
  const head = readFileSync(join(root, 'tools/dev/package/README.md'), 'utf8');
  const sdk = readFileSync(join(root, 'sdk/README.md'), 'utf8');
  const chapters = sdk.slice(sdk.indexOf('## Subscribe')).replaceAll('](../docs/', '](docs/');
  return `${head.trimEnd().replaceAll('](../../../docs', '](docs')}\n\n${chapters}`;
}
