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
    return { kind: 'location', latitude, longitude, name: message.Label, address: message.Address };
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

/** What a user chose: a suggestion of RCS, a button, a row of a list, or what they entered in a form. */
function toChoice(
  message: TwilioMessage,
  prefix: string | undefined,
  type: string | undefined,
): Content | undefined {
  const { ButtonText: text, ButtonPayload: payload, ListId, ListTitle, ListDescription } = message;
  if (ListId !== undefined || ListTitle !== undefined) {
    return { kind: 'list_reply', id: ListId, title: ListTitle, description: ListDescription };
  }
  if (text !== undefined || payload !== undefined) {
    if (prefix === 'rcs') return { kind: 'suggestion', text, postbackData: payload };
    return type === 'interactive'
      ? { kind: 'button_reply', id: payload, title: text }
      : { kind: 'button', text, payload };
  }
  const responseJson = message.FlowData ?? message.InteractiveData;
  return responseJson === undefined
    ? undefined
    : { kind: 'flow_reply', text: message.Body, responseJson };
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
