import { UsageError } from '../../command-line/command-error.ts';
import { defineCommand } from '../command.ts';
import { openStores } from '../gateway/open-stores.ts';
import { readQuarantinedRecord } from '../replay/quarantined-record.ts';

export const quarantineShow = defineCommand({
  name: 'quarantine show',
  arguments: '<pk>',
  summary: 'show one unrecognized item with the provider’s JSON',
  details: 'The JSON contains what a person sent: do not copy it into a ticket or a chat.',
  writes: false,
  options: {},
  async run(_values, [pk], { connect, output }) {
    if (pk === undefined) {
      throw new UsageError('name an item by the pk that `quarantine list` prints');
    }
    const { table, payloads } = await openStores({ connect });
    const { key, event, raw, payloadKey, isInQuarantine } = await readQuarantinedRecord(table, pk);
    const text = payloadKey === undefined ? raw() : await payloads.read(payloadKey);
    output.print({
      ...key,
      isInQuarantine,
      event,
      raw: text === undefined ? null : readText(text),
    });
    return 0;
  },
});

/** JSON is easier to read than text with escapes in it. */
function readText(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text);
    const hasBody = typeof parsed === 'object' && parsed !== null && 'body' in parsed;
    return hasBody && typeof parsed.body === 'string'
      ? { ...parsed, body: readText(parsed.body) }
      : parsed;
  } catch {
    return text;
  }
}
