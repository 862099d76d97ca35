import type { Content } from '../contract/index.ts';
import { isEmpty } from '../json.ts';
import {
  boolean,
  type InboundSchema,
  type InboundValue,
  inboundObject,
  instant,
  optionalObject,
  text,
} from '../provider/inbound.ts';
import { contentReader } from './message-body.ts';
import { menuFields, toMenu } from './sent-message.ts';

/** JSON as text. A relay that has parsed it already gives the object instead. */
const jsonText: InboundSchema<string | undefined> = {
  isOptional: true,
  read(value) {
    if (isEmpty(value)) return undefined;
    return typeof value === 'string' ? value : JSON.stringify(value);
  },
};

const interactive = inboundObject({
  type: text,
  button_reply: optionalObject({ id: text, title: text }),
  list_reply: optionalObject({ id: text, title: text, description: text }),
  nfm_reply: optionalObject({ name: text, body: text, response_json: jsonText }),
  call_permission_reply: optionalObject({
    response: text,
    is_permanent: boolean,
    expiration_timestamp: instant,
    response_source: text,
  }),
  ...menuFields,
});

/**
 * A reply to an interactive message: a button, a row of a list, a form (flow), a call permission. Or the
 * interactive message itself, when another app of the business sent it.
 */
export const readInteractive = contentReader('interactive', interactive, toContent);

/** The member that is there says what kind of reply it is; `type` only repeats its name. */
function toContent(value: InboundValue<typeof interactive>): Content {
  const { button_reply, list_reply, nfm_reply, call_permission_reply } = value;
  if (button_reply) {
    return { kind: 'button_reply', id: button_reply.id, title: button_reply.title };
  }
  if (list_reply) {
    const { id, title, description } = list_reply;
    return { kind: 'list_reply', id, title, description };
  }
  if (nfm_reply) {
    const { name, body, response_json } = nfm_reply;
    return { kind: 'flow_reply', name, text: body, responseJson: response_json };
  }
  if (call_permission_reply) {
    return {
      kind: 'call_permission_reply',
      response: call_permission_reply.response,
      permanent: call_permission_reply.is_permanent,
      expiresAt: call_permission_reply.expiration_timestamp,
      source: call_permission_reply.response_source,
    };
  }
  if (value.action) return toMenu(value);
  const type = value.type === undefined ? '' : `.${value.type}`;
  return { kind: 'unknown', providerType: `interactive${type}` };
}
