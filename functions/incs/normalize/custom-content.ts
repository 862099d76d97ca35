import type { Channel } from '../../../shared/events/index.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../shared/normalizers/json.ts';
import { type ReadItem, readItem } from '../../../shared/providers/read-item.ts';
import type { ConsoleMessage } from '../schema/console-message.ts';
import { buttonData, suggestionData, templateData } from '../schema/custom-data.ts';
import type { ConsoleBody, Where } from './console-body.ts';
import { isTemplate, toTemplateBody } from './template-content.ts';

/** What a custom message is: the channel that alone has it, and what its data is read as. */
const customTypes: ReadonlyMap<string, { channel: Channel; read: DataReader }> = new Map([
  ['11002', { channel: 'whatsapp', read: readTemplate }],
  ['11006', { channel: 'whatsapp', read: readButton }],
  ['11008', { channel: 'viber', read: readTemplate }],
  ['11009', { channel: 'rcs', read: readTemplate }],
  ['11010', { channel: 'rcs', read: readSuggestion }],
]);

/** `undefined`: the data is not recognized, so the message is of a kind that is unknown. */
type DataReader = (
  data: JsonObject,
  message: ConsoleMessage,
  where: Where,
) => ReadItem<ConsoleBody | undefined>;

/** The channel that a custom message gives away. */
export function toCustomChannel({ type, custom_type = '' }: ConsoleMessage): Channel | undefined {
  return type === '110' ? customTypes.get(custom_type)?.channel : undefined;
}

/** What a message of type 110 says, by its `custom_type`. */
export function readCustomContent(
  message: ConsoleMessage,
  content: JsonValue | undefined,
  where: Where,
): ReadItem<ConsoleBody> {
  const { custom_type = '' } = message;
  const data = isJsonObject(content) ? content.data : undefined;
  const custom = customTypes.get(custom_type);
  const read =
    custom && isJsonObject(data)
      ? custom.read(data, message, { ...where, path: [...where.path, 'data'] })
      : { fits: true as const, value: undefined };
  if (!read.fits) return read;
  const unknown = { kind: 'unknown' as const, providerType: `110.${custom_type}` };
  return { fits: true, value: read.value ?? { content: unknown, media: [] } };
}

function readTemplate(
  data: JsonObject,
  _message: ConsoleMessage,
  where: Where,
): ReadItem<ConsoleBody | undefined> {
  const read = readItem(templateData, data, where);
  if (!read.fits) return read;
  return { fits: true, value: isTemplate(read.value) ? toTemplateBody(read.value) : undefined };
}

function readButton(
  data: JsonObject,
  message: ConsoleMessage,
  where: Where,
): ReadItem<ConsoleBody | undefined> {
  const read = readItem(buttonData, data, where);
  if (!read.fits) return read;
  const { text, payload, replying_to } = read.value;
  const context = toContext(message, replying_to);
  return { fits: true, value: { content: { kind: 'button', text, payload }, media: [], context } };
}

function readSuggestion(
  data: JsonObject,
  message: ConsoleMessage,
  where: Where,
): ReadItem<ConsoleBody | undefined> {
  const read = readItem(suggestionData, data, where);
  if (!read.fits) return read;
  const { text, type, replying_to, postbackData, postback_data } = read.value;
  const postback = postbackData ?? postback_data;
  if (text === undefined && postback === undefined) return { fits: true, value: undefined };
  const kind = type?.toLowerCase() === 'action' ? ('action' as const) : ('reply' as const);
  const content = { kind: 'suggestion' as const, type: kind, text, postbackData: postback };
  return {
    fits: true,
    value: { content, media: [], context: toContext(message, replying_to) },
  };
}

/** Of an answer, `custom_id` is the INCS id of the message that is answered; 0 is none. */
function toContext(
  { custom_id }: ConsoleMessage,
  quotedText: string | undefined,
): ConsoleBody['context'] {
  return { messageId: custom_id === '0' ? undefined : custom_id, quotedText };
}
