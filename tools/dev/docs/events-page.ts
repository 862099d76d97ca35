import { eventDefinitions } from '../../../shared/contract/index.ts';
import { readExamples } from './examples.ts';
import { generatedNote, toAnchor, toCodeBlock, toTable } from './markdown.ts';
import { type FieldRow, fieldOf, toJsonSchema, toMembers, toRows } from './schema-rows.ts';

/** `docs/events.md`: every event with its fields and an example, by subject, from the definitions. */
export function toEventsPage(): string {
  const bySubject = Map.groupBy(Object.values(eventDefinitions), ({ subject }) => subject);
  const examples = readExamples();
  const received = toJsonSchema(eventDefinitions['message.received'].detail);
  const content = fieldOf(received, ['data', 'message', 'content']);
  return [
    '# Events',
    generatedNote,
    'Every event on the bus has `source` `tributary.<provider>`, one of the detail-types below, and a `detail` of `{ metadata, data }`. The shapes are closed: an event has no other fields. A field without a value is absent: there are no empty strings and no nulls.',
    '`metadata.id` is deterministic: the same callback always gives the same id. Use it to detect duplicates. EventBridge delivers at least once, in any order.',
    'The JSON Schema of each `detail` has an address, which CloudEvents calls `dataschema`: `npm:tributary-gateway/schemas/<detail-type>.v<version>.json`. Both are in `metadata` (`type`, `version`), so that no event repeats it. `toSchemaAddress` of `tributary-gateway/events` writes it; without `npm:` it is what Node.js imports.',
    toTable(
      ['subject', 'detail-type', 'version', 'means'],
      [...bySubject].flatMap(([subject, definitions]) =>
        definitions.map(({ type, version, means }, index) => [
          index === 0 ? `[${subject}](#${toAnchor(subject)})` : '',
          `[\`${type}\`](#${toAnchor(type)})`,
          String(version),
          means,
        ]),
      ),
    ),
    '## metadata',
    'The same fields in every event. `type` is the detail-type and `version` its version.',
    toFieldTable(toRows(fieldOf(received, ['metadata']), 'metadata').filter(isSameForAll)),
    '## Kinds of content',
    'The variants of `data.message.content`, distinguished by `kind`. Files of every kind are in `data.message.media[]`.',
    ...[...toMembers(content, 'kind')].flatMap(([kind, member]) => [
      `### content: ${kind}`,
      ...(member.description ? [member.description] : []),
      toFieldTable(toRows(member, 'content').filter(({ path }) => path !== 'content.kind')),
    ]),
    ...[...bySubject].flatMap(([subject, definitions]) => [
      `## ${subject}`,
      ...definitions.flatMap(({ type, version, means, detail }) => [
        `### ${type}`,
        `Version ${version}: ${means}.`,
        toFieldTable(
          toRows(fieldOf(toJsonSchema(detail), ['data']), 'data', 'data.message.content'),
        ),
        toCodeBlock('json', JSON.stringify(examples.get(type), null, 2)),
      ]),
    ]),
  ].join('\n\n');
}

/** The rows come from the schema of one event, whose type and version are its own. */
function isSameForAll({ path }: FieldRow): boolean {
  return path !== 'metadata.type' && path !== 'metadata.version';
}

function toFieldTable(rows: readonly FieldRow[]): string {
  if (rows.length === 0) return 'No further fields.';
  return toTable(
    ['field', 'type', 'present', 'description'],
    rows.map(({ path, type, required, description }) => [
      `\`${path}\``,
      type,
      required ? 'always' : 'when known',
      description,
    ]),
  );
}
