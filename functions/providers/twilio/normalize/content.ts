import type { MediaDraft } from '../../../../shared/contract/draft.ts';
import type { Content } from '../../../../shared/contract/index.ts';
import type { JsonObject, JsonValue } from '../../../../shared/json.ts';
import { toFileKind, toHttpUrl } from '../../../../shared/provider/values/file.ts';
import type { TwilioMessage } from '../schema.ts';

/** What a message says. The fields that have a value decide; `MessageType` only refines them. */
export function toContent(
  message: TwilioMessage,
  files: readonly MediaDraft[],
  prefix: string | undefined,
): Content {
  const { Latitude: latitude, Longitude: longitude, Body: text, MessageType } = message;
  const type = MessageType?.trim().toLowerCase();
  if (latitude !== undefined && longitude !== undefined) {
    const { Label: name = text, Address: address } = message;
    return { kind: 'location', latitude, longitude, name, address };
  }
  const choice = toChoice(message, prefix, type);
  if (choice !== undefined) return choice;
  const [file] = files;
  if (file !== undefined) return { kind: toKind(type, file) };
  const messageId = message.OriginalRepliedMessageSid;
  if (type === 'reaction' && messageId !== undefined) {
    return { kind: 'reaction', messageId, emoji: text };
  }
  if (text !== undefined) return { kind: 'text', text };
  return type === 'unsupported'
    ? { kind: 'unsupported', providerType: type, errors: [] }
    : { kind: 'unknown', providerType: type };
}

/**
 * What a user chose: what they entered in a form, a row of a list, a button, a suggestion of RCS. The label of
 * the button that opened a form may stand beside what was entered.
 */
function toChoice(
  { Body, ButtonText, ButtonPayload: payload, ...message }: TwilioMessage,
  prefix: string | undefined,
  type: string | undefined,
): Content | undefined {
  const {
    FlowData,
    InteractiveData,
    ListId: id,
    ListTitle,
    ListDescription: description,
  } = message;
  const isList = id !== undefined || ListTitle !== undefined;
  const isChosen = isList || payload !== undefined;
  const responseJson = FlowData ?? (isChosen ? undefined : InteractiveData);
  if (responseJson !== undefined) {
    return { kind: 'flow_reply', text: Body ?? ButtonText, responseJson };
  }
  if (isList) return { kind: 'list_reply', id, title: ListTitle ?? Body, description };
  if (ButtonText === undefined && payload === undefined) return undefined;
  const text = ButtonText ?? Body;
  if (prefix === 'rcs') return { kind: 'suggestion', text, postbackData: payload };
  return type === 'interactive'
    ? { kind: 'button_reply', id: payload, title: text }
    : { kind: 'button', text, payload };
}

function toKind(type: string | undefined, { mimeType }: MediaDraft) {
  return type === 'sticker' ? type : toFileKind(mimeType);
}

/** The files of a message: `MediaUrl0`, `MediaContentType0`, `MediaUrl1` … The text belongs to the first. */
export function toFiles(form: JsonObject, caption: string | undefined): readonly MediaDraft[] {
  const numbers = Object.keys(form).flatMap((name) => {
    const [, number] = /^Media(?:Url|ContentType)(\d{1,3})$/.exec(name) ?? [];
    return number === undefined || !form[name] ? [] : [Number(number)];
  });
  return [...new Set(numbers)]
    .sort((one, other) => one - other)
    .map((number, index) => ({
      role: 'content',
      url: toHttpUrl(toText(form[`MediaUrl${number}`])),
      mimeType: toText(form[`MediaContentType${number}`]),
      caption: index === 0 ? caption : undefined,
    }));
}

function toText(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
