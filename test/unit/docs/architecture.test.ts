import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { payloadPrefixes } from '../../../shared/payloads/payload-keys.ts';
import { attributes, indexes } from '../../../shared/table/attributes.ts';
import { toEventItem } from '../../../shared/table/event-item.ts';
import { auditKey } from '../../../shared/table/keys.ts';
import { partitionKinds } from '../../../shared/table/partition-key.ts';
import { changeAspects, type SortKey, toSortKey } from '../../../shared/table/sort-key.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { receipt, textMessage } from '../../support/drafts.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const page = readFileSync(`${root}/docs/architecture.md`, 'utf8');

function sectionOf(heading: string): string {
  const [, section = ''] = page.split(`\n## ${heading}\n`);
  return section.split('\n## ')[0] ?? '';
}

const table = sectionOf('The table');

it.each(['functions', 'shared', 'tools'])(
  'docs/architecture.md shows all of %s/ in its tree',
  (folder) => {
    const links = [...sectionOf('The tree').matchAll(/\]\(\.\.\/([^)]+)\)/g)].map(([, to]) => to);
    expect(links).toEqual(
      expect.arrayContaining(readdirSync(`${root}/${folder}`).map((name) => `${folder}/${name}`)),
    );
  },
);

/** Every kind of sort key, with the page's names for what varies. */
const sortKeys: readonly SortKey[] = [
  { kind: 'message' },
  { kind: 'message', traffic: 'standby' },
  { kind: 'message', traffic: 'history' },
  { kind: 'placeholder' },
  { kind: 'status', traffic: 'standby', status: '<status>' },
  { kind: 'status', status: '<status>' },
  { kind: 'status', status: '<status>', participant: '<participant>' },
  { kind: 'billed', itemHash: '<hash>' },
  { kind: 'media.stored', index: 0 },
  { kind: 'media.failed', index: 0, attempt: 1 },
  { kind: 'change', aspect: 'status', at: '<time>', itemHash: '<hash>' },
  { kind: 'item' },
  { kind: 'alias' },
  { kind: 'reaction', messageId: '<id of the reaction>' },
  { kind: 'carrier', of: 'message', id: '<message id>' },
  { kind: 'carrier', of: 'call', id: '<id>' },
  { kind: 'active', name: '<user>' },
  { kind: 'link', name: '<other name>' },
  { kind: 'unlink', name: '<other name>' },
  { kind: 'decided', name: '<other name>', at: '<time>' },
  { kind: 'merged', into: '<name>' },
  { kind: 'merged', into: '<name>', at: '<time>' },
  { kind: 'alternate', name: '<provider event>', of: '<sk>' },
  { kind: 'conflict', contentHash: '<hash>' },
  { kind: 'replay', run: '<run>', of: '<sk>' },
];

it.each(
  sortKeys.map((key) =>
    toSortKey(key)
      .replace('media#0', 'media#<index>')
      .replace('failed#1', 'failed#<attempt>')
      .replace('status#<time>', '<aspect>#<time>'),
  ),
)('docs/architecture.md lists the sort key %s', (sk) => {
  expect(table).toContain(`\`${sk}\``);
});

it('docs/architecture.md lists every partition, aspect and prefix', () => {
  for (const kind of partitionKinds) expect(table).toContain(`\`${kind}#<provider>#`);
  expect(table).toContain(`\`${auditKey('<action>', new Date(0)).pk}\``);
  for (const aspect of changeAspects) expect(table).toContain(`\`${aspect}\``);
  for (const prefix of Object.values(payloadPrefixes)) expect(table).toContain(`\`${prefix}\``);
});

it('docs/architecture.md lists every attribute', () => {
  const record = {
    ...toEventRecord(textMessage({ id: 'wamid.A' }), receipt),
    raw: '{}',
    payload: { key: 'raw/acme/1.json', content: '{}' },
    quarantine: { partition: '2026-01-02#0', sort: 'sort' },
  };
  const item = toEventItem(record, { publish: true, expiresAtSeconds: 1 });
  expect(Object.keys(item).length).toBeGreaterThan(10);
  const indexKeys = Object.values(indexes).flatMap((index) => [index.partitionKey, index.sortKey]);
  const named = [...Object.keys(item), ...Object.values(attributes), ...indexKeys];
  expect(named).toContain('recognizedBy');
  for (const attribute of new Set(named)) {
    expect(table).toMatch(new RegExp(`^\\| [^|]*\`${attribute}\``, 'm'));
  }
});
