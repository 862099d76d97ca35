import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import {
  auditKey,
  changeAspects,
  partitionKey,
  partitionKinds,
  toSortKey,
} from '../../../shared/table/keys.ts';

const page = readFileSync(new URL('../../../docs/architecture.md', import.meta.url), 'utf8');

/** The keys in the page's tables, in which `<…>` and `…` stand for any text. */
const patterns = page
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .flatMap((line) => [...line.matchAll(/`([^`]+)`/g)].map(([, key = '']) => toPattern(key)));

function toPattern(key: string): RegExp {
  const [parts, names] = [key.split(/<[^>]+>|…/), key.match(/<[^>]+>|…/g) ?? []];
  const source = parts.map((part, index) => {
    const literal = part.replace(/[^\w#]/g, '\\$&');
    if (index === parts.length - 1) return literal;
    return `${literal}(${names[index] === '<aspect>' ? changeAspects.join('|') : '[^#]+'})`;
  });
  return new RegExp(`^${source.join('')}$`);
}

const contentHash = 'c0ffee'.padEnd(32, '0');
const at = '2026-01-02T03:04:05.000Z';

it.each([
  ...partitionKinds.map((kind) => partitionKey(kind, 'incs', 'id')),
  auditKey('erasure', new Date(at)).pk,
  toSortKey({ kind: 'message' }),
  toSortKey({ kind: 'status', status: 'read' }),
  toSortKey({ kind: 'status', status: 'read', participant: '447700900123' }),
  toSortKey({ kind: 'billed', contentHash }),
  toSortKey({ kind: 'media.stored', index: 0 }),
  toSortKey({ kind: 'media.failed', index: 0, attempt: 1 }),
  toSortKey({ kind: 'change', aspect: 'quality', at, value: 'GREEN' }),
  toSortKey({ kind: 'item' }),
  toSortKey({ kind: 'alias' }),
  toSortKey({ kind: 'alternate', providerEvent: 'message_created' }),
  toSortKey({ kind: 'conflict', contentHash }),
  toSortKey({ kind: 'replay', run: at, of: 'message' }),
])('the key %s is in the table of docs/architecture.md', (key) => {
  expect(patterns.some((pattern) => pattern.test(key))).toBe(true);
});
