import type { Content } from '../contract/index.ts';
import {
  boolean,
  type InboundValue,
  inboundObject,
  instant,
  jsonText,
  optionalObject,
  text,
} from '../provider/inbound.ts';
import { contentReader } from './message-body.ts';
import { menuFields, toMenu } from './sent-message.ts';

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
  payment_method: optionalObject({
    reference_id: text,
    payment_method: text,
    credential_id: text,
    last_four_digits: text,
    payment_timestamp: instant,
  }),
  product: optionalObject({ catalog_id: text, product_retailer_id: text }),
  ...menuFields,
});

/**
 * A reply to an interactive message: a button, a row of a list, a form (flow), a call permission, a means
 * of payment. Or a product of a catalog that a user sent; or the interactive message itself, when another
 * app of the business sent it.
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
  if (value.payment_method) {
    const { payment_method, reference_id, credential_id, ...chosen } = value.payment_method;
    return {
      kind: 'payment_method_reply',
      referenceId: reference_id,
      method: payment_method,
      credentialId: credential_id,
      lastFourDigits: chosen.last_four_digits,
      chosenAt: chosen.payment_timestamp,
    };
  }
  const product = value.product ?? value.action;
  if (product?.product_retailer_id !== undefined) {
    return {
      kind: 'product',
      catalogId: product.catalog_id,
      productRetailerId: product.product_retailer_id,
      text: value.body?.text,
    };
  }
  if (value.action) return toMenu(value);
  const type = value.type === undefined ? '' : `.${value.type}`;
  return { kind: 'unknown', providerType: `interactive${type}` };
}
