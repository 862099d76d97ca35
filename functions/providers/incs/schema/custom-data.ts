import {
  type InboundValue,
  inboundObject,
  optionalList,
  optionalObject,
  text,
} from '../../../../shared/provider/inbound.ts';

/**
 * `content.data` of a console message of type 110, by its `custom_type`. The documentation shows
 * 11002 and 11006; of 11008, 11009 and 11010 it gives only the names (read on 2026-11-21).
 */

/** 11006: a quick reply of a template was tapped. */
export const buttonData = inboundObject({ replying_to: text, text, payload: text });

/** 11010: a suggestion of an RCS message was tapped. In RCS's own words, as far as they are there. */
export const suggestionData = inboundObject({
  replying_to: text,
  text,
  type: text,
  postbackData: text,
  postback_data: text,
});

const fallback = optionalObject({ fallback_value: text });
const linked = optionalObject({ id: text, link: text, filename: text });

/** One value that was filled into a template, in WhatsApp's form. */
const parameter = inboundObject({
  type: text,
  text,
  payload: text,
  coupon_code: text,
  currency: fallback,
  date_time: fallback,
  image: linked,
  video: linked,
  document: linked,
});

/** 11002, and by its shape 11008 and 11009: a template as approved, and what was filled in. */
export const templateData = inboundObject({
  template_id: text,
  name: text,
  template_name: text,
  language: text,
  category: text,
  text,
  components: optionalList(
    inboundObject({
      type: text,
      text,
      buttons: optionalList(inboundObject({ type: text, text, url: text, phone_number: text })),
    }),
  ),
  raw_params: optionalList(
    inboundObject({ type: text, sub_type: text, index: text, parameters: optionalList(parameter) }),
  ),
});

export type TemplateData = InboundValue<typeof templateData>;
export type TemplateParameter = InboundValue<typeof parameter>;
