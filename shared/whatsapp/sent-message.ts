import type { Content } from '../contract/index.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import {
  type InboundValue,
  inboundObject,
  optionalList,
  optionalObject,
  text,
} from '../provider/inbound.ts';
import { contentReader } from './message-body.ts';

/**
 * The echo of a message that another app sent holds, as `message`, what that app gave to the Send API;
 * a template and a form have their definitions beside it:
 *
 *     { "id": "wamid.HBgM…", "timestamp": "1768046400",
 *       "message": { "to": "447700900123", "type": "template", "template": { "name": "order" } },
 *       "template": { "name": "order", "category": "UTILITY", "components": [] } }
 *
 * developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/standby, read on
 * 2026-11-28. A user without a number is the `recipient`.
 *
 * @returns the echo in the form of `smb_message_echoes`; an echo that is in it already, as it is
 */
export function toFlatEcho(echo: JsonValue): JsonValue {
  if (!isJsonObject(echo) || !isJsonObject(echo.message)) return echo;
  const { message, template: definition, flow: _, ...known } = echo;
  const { recipient, context, template, ...body } = message;
  return {
    ...body,
    ...known,
    ...(recipient !== undefined && { to_user_id: recipient }),
    ...(context !== undefined && { context: toReplyContext(context) }),
    ...(template !== undefined && { template: withDefinition(template, definition) }),
  };
}

function toReplyContext(context: JsonValue): JsonValue {
  if (!isJsonObject(context)) return context;
  const { message_id: id, ...others } = context;
  return id === undefined ? context : { ...others, id };
}

function withDefinition(template: JsonValue, definition: JsonValue | undefined): JsonValue {
  return isJsonObject(template) && definition !== undefined
    ? ({ ...template, definition } satisfies JsonObject)
    : template;
}

/** A template as the Send API takes it, and its definition. */
const template = inboundObject({
  name: text,
  language: optionalObject({ code: text }),
  components: optionalList(
    inboundObject({
      type: text,
      sub_type: text,
      index: text,
      parameters: optionalList(
        inboundObject({ text, payload: text, parameter_name: text, coupon_code: text }),
      ),
    }),
  ),
  definition: optionalObject({
    category: text,
    components: optionalList(inboundObject({ type: text, text })),
  }),
});

/** A template message of the business. */
export const readTemplate = contentReader('template', template, toTemplate);

function toTemplate(value: InboundValue<typeof template>): Content {
  const { name, language, components = [], definition } = value;
  if (name === undefined) return { kind: 'unknown', providerType: 'template' };
  const textOf = (type: string) =>
    definition?.components?.find((component) => component.type?.toUpperCase() === type)?.text;
  return {
    kind: 'template',
    template: { name, language: language?.code, category: definition?.category },
    header: textOf('HEADER'),
    body: textOf('BODY'),
    footer: textOf('FOOTER'),
    parameters: components.map(({ type, sub_type, index, parameters = [] }) => ({
      component: type,
      subType: sub_type,
      index,
      values: parameters
        .map((parameter) => parameter.text ?? parameter.payload ?? parameter.coupon_code)
        .filter((each) => each !== undefined),
    })),
  };
}

const row = inboundObject({ id: text, title: text, description: text });

/** The members of an interactive message of the business, as the Send API takes it. */
export const menuFields = {
  header: optionalObject({ text }),
  body: optionalObject({ text }),
  footer: optionalObject({ text }),
  action: optionalObject({
    button: text,
    catalog_id: text,
    product_retailer_id: text,
    buttons: optionalList(inboundObject({ reply: optionalObject({ id: text, title: text }) })),
    sections: optionalList(inboundObject({ title: text, rows: optionalList(row) })),
    parameters: optionalObject({ flow_cta: text, display_text: text }),
  }),
};

const menu = inboundObject({ type: text, ...menuFields });

/** What the business offers to the user: buttons, the rows of a list, a form. */
export function toMenu({ type, header, body, footer, action }: InboundValue<typeof menu>): Content {
  const { button, buttons, sections, parameters } = action ?? {};
  return {
    kind: 'menu',
    type,
    header: header?.text,
    body: body?.text,
    footer: footer?.text,
    button: button ?? parameters?.flow_cta ?? parameters?.display_text,
    buttons: buttons?.map(({ reply }) => ({ id: reply?.id, title: reply?.title })),
    sections: sections?.map(({ title, rows = [] }) => ({ title, rows })),
  };
}
