import type * as z from 'zod/mini';
import type { Channel, Data } from '../../../../shared/contract/index.ts';
import type { JsonObject } from '../../../../shared/json.ts';
import { readItem } from '../../../../shared/provider/read-item.ts';
import type { MessageBody } from '../../../../shared/whatsapp/message-body.ts';
import type { ConsoleMessage } from '../schema/console-message.ts';
import { buttonData, suggestionData, templateData } from '../schema/custom-data.ts';
import { toHeldObject } from './held-object.ts';
import { toTemplateBody } from './template-content.ts';

/** What a console message says, its files, and what it answers. */
export interface ConsoleBody extends MessageBody {
  readonly context?: Data<'message.received'>['message']['context'];
}

/** `undefined`: the data is not recognized. */
type DataReader = (data: JsonObject, message: ConsoleMessage) => ConsoleBody | undefined;

const readTemplate = dataReader(templateData, toTemplateBody);

const readButton = dataReader(buttonData, ({ text, payload, replying_to }, message) => ({
  content: { kind: 'button', text, payload },
  media: [],
  context: toContext(message, replying_to),
}));

const readSuggestion = dataReader(suggestionData, (data, message) => {
  const { text, type, replying_to, postbackData = data.postback_data } = data;
  if (text === undefined && postbackData === undefined) return undefined;
  const kind = type?.toLowerCase() === 'action' ? 'action' : 'reply';
  return {
    content: { kind: 'suggestion', type: kind, text, postbackData },
    media: [],
    context: toContext(message, replying_to),
  };
});

/** The channel that alone has messages of a custom type, and what their data is read as. */
const customTypes: ReadonlyMap<string, { channel: Channel; read: DataReader }> = new Map([
  ['11002', { channel: 'whatsapp', read: readTemplate }],
  ['11006', { channel: 'whatsapp', read: readButton }],
  ['11008', { channel: 'viber', read: readTemplate }],
  ['11009', { channel: 'rcs', read: readTemplate }],
  ['11010', { channel: 'rcs', read: readSuggestion }],
]);

/** The channel that a custom message gives away. */
export function toCustomChannel({ type, custom_type = '' }: ConsoleMessage): Channel | undefined {
  return type === '110' ? customTypes.get(custom_type)?.channel : undefined;
}

/**
 * What a message of type 110 says, by its `custom_type`. Most of these are not documented, so data
 * that is not recognized makes the message `unknown` rather than bad: it was sent all the same.
 */
export function toCustomBody(
  message: ConsoleMessage,
  content: JsonObject | undefined,
): ConsoleBody {
  const { custom_type = '' } = message;
  const data = toHeldObject(content?.data) ?? content;
  const body = data && customTypes.get(custom_type)?.read(data, message);
  const providerType = custom_type === '' ? '110' : `110.${custom_type}`;
  return body ?? { content: { kind: 'unknown', providerType }, media: [] };
}

function dataReader<Schema extends z.ZodMiniType>(
  schema: Schema,
  toBody: (data: z.infer<Schema>, message: ConsoleMessage) => ConsoleBody | undefined,
): DataReader {
  return (data, message) => {
    const read = readItem(schema, data, { providerEvent: 'message_created' });
    return read.fits ? toBody(read.value, message) : undefined;
  };
}

/** Of an answer, `custom_id` is the INCS id of the message that is answered; 0 is none. */
function toContext(
  { custom_id }: ConsoleMessage,
  quotedText: string | undefined,
): ConsoleBody['context'] {
  return { messageId: custom_id === '0' ? undefined : custom_id, quotedText };
}
