import type { Channel } from '../../../../shared/contract/index.ts';
import type { MessageContext } from '../../../../shared/contract/message-events.ts';
import type { JsonObject } from '../../../../shared/json.ts';
import { type InboundSchema, toObject, Unreadable } from '../../../../shared/provider/inbound.ts';
import { toSuggestion } from '../../../../shared/rcs/message.ts';
import { type MessageBody, withoutFiles } from '../../../../shared/whatsapp/message-body.ts';
import type { ConsoleMessage } from '../schema/console-message.ts';
import { buttonData, suggestionData, templateData } from '../schema/custom-data.ts';
import { toTemplateBody } from './template-content.ts';

/** What a console message says, its files, and what it replies to. */
export interface ConsoleBody extends MessageBody {
  readonly context?: MessageContext | undefined;
}

/** `undefined` when the data cannot be read. */
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
  return {
    content: toSuggestion({ type, text, postbackData }),
    media: [],
    context: toContext(message, replying_to),
  };
});

/** The only channel with messages of a custom type, and how their data is read. */
const customTypes: ReadonlyMap<string, { channel: Channel; read: DataReader }> = new Map([
  ['11002', { channel: 'whatsapp', read: readTemplate }],
  ['11006', { channel: 'whatsapp', read: readButton }],
  ['11008', { channel: 'viber', read: readTemplate }],
  ['11009', { channel: 'rcs', read: readTemplate }],
  ['11010', { channel: 'rcs', read: readSuggestion }],
]);

/** The channel of a custom message, if its type belongs to one. */
export function toCustomChannel({ type, custom_type = '' }: ConsoleMessage): Channel | undefined {
  return type === '110' ? customTypes.get(custom_type)?.channel : undefined;
}

/**
 * What a message of type 110 says, by its `custom_type`. Most of these are not documented, so data
 * that cannot be read makes the content `unknown` and not the item unrecognized: the message was sent
 * all the same.
 */
export function toCustomBody(
  message: ConsoleMessage,
  content: JsonObject | undefined,
): ConsoleBody {
  const { custom_type = '' } = message;
  const data = toObject(content?.data) ?? content;
  const body = data && customTypes.get(custom_type)?.read(data, message);
  const providerType = custom_type === '' ? '110' : `110.${custom_type}`;
  return body ?? withoutFiles({ kind: 'unknown', providerType });
}

function dataReader<T>(
  schema: InboundSchema<T>,
  toBody: (data: T, message: ConsoleMessage) => ConsoleBody | undefined,
): DataReader {
  return (json, message) => {
    const data = schema.read(json);
    return data instanceof Unreadable ? undefined : toBody(data, message);
  };
}

/** In a reply, `custom_id` is the INCS id of the message that it replies to; 0 means that it has no id. */
function toContext({ custom_id }: ConsoleMessage, quotedText: string | undefined): MessageContext {
  return { messageId: custom_id === '0' ? undefined : custom_id, quotedText };
}
