import { eventDefinitions } from '../../../shared/contract/index.ts';
import { readExamples } from './examples.ts';
import { generatedNote, toCodeBlock, toTable } from './markdown.ts';
import { type FieldRow, fieldOf, toJsonSchema, toMembers, toRows } from './schema-rows.ts';

/** `docs/events.md`: every event with its fields and an example, out of the definitions. */
export function toEventsPage(): string {
  const definitions = Object.values(eventDefinitions);
  const examples = readExamples();
  const received = toJsonSchema(eventDefinitions['message.received'].detail);
  const content = fieldOf(received, ['data', 'message', 'content']);
  return [
    '# Events',
    generatedNote,
    'Every event on the bus has `source` `tributary.<provider>`, one of the detail-types below, and a `detail` of `{ metadata, data }`. The shapes are closed: a field that is not listed here is not sent. An absent value is left out; there are no empty strings and no nulls.',
    '`metadata.id` is deterministic: the same callback gives the same id for ever, so it is what to deduplicate by. EventBridge delivers at least once and in no order.',
    toTable(
      ['detail-type', 'version', 'means'],
      definitions.map(({ type, version, means }) => [
        `[\`${type}\`](#${anchor(type)})`,
        String(version),
        means,
      ]),
    ),
    '## metadata',
    'The same for every event, with its own `type` (the detail-type) and `version`.',
    toFieldTable(toRows(fieldOf(received, ['metadata']), 'metadata').filter(isSameForAll)),
    '## Kinds of content',
    'What `data.message.content` can be. `kind` tells them apart. Files are in `data.message.media[]`, whatever the kind.',
    ...[...toMembers(content, 'kind')].flatMap(([kind, member]) => [
      `### content: ${kind}`,
      ...(member.description ? [member.description] : []),
      toFieldTable(toRows(member, 'content').filter(({ path }) => path !== 'content.kind')),
    ]),
    ...definitions.flatMap(({ type, version, means, detail }) => [
      `## ${type}`,
      `Version ${version}: ${means}.`,
      toFieldTable(toRows(fieldOf(toJsonSchema(detail), ['data']), 'data', 'data.message.content')),
      toCodeBlock('json', JSON.stringify(examples.get(type), null, 2)),
    ]),
  ].join('\n\n');
}

/** The schema is that of one event; its type and version are its own. */
function isSameForAll({ path }: FieldRow): boolean {
  return path !== 'metadata.type' && path !== 'metadata.version';
}

function toFieldTable(rows: readonly FieldRow[]): string {
  if (rows.length === 0) return 'No further fields.';
  return toTable(
    ['field', 'type', 'present', 'what it is'],
    rows.map(({ path, type, required, description }) => [
      `\`${path}\``,
      type,
      required ? 'always' : 'when known',
      description,
    ]),
  );
}

function anchor(heading: string): string {
  return heading.replace(/[^\w-]/g, '');
}
