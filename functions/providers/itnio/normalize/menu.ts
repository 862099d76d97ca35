import {
  inboundObject,
  optionalList,
  optionalObject,
  text,
} from '../../../../shared/provider/inbound.ts';
import { contentReader } from '../../../../shared/whatsapp/message-body.ts';

const row = { id: text, title: text, description: text };

/**
 * An interactive message as a business sends it, which is what ITNIO documents under the messages
 * that users send: a list with sections of rows, or reply buttons.
 */
const menu = inboundObject({
  type: text,
  header: optionalObject({ text }),
  body: optionalObject({ text }),
  footer: optionalObject({ text }),
  action: optionalObject({
    button: text,
    buttons: optionalList(inboundObject({ reply: optionalObject({ id: text, title: text }) })),
    sections: optionalList(inboundObject({ title: text, rows: optionalList(inboundObject(row)) })),
  }),
});

export const readMenu = contentReader(
  'interactive',
  menu,
  ({ type, header, body, footer, action }) => ({
    kind: 'menu',
    type,
    header: header?.text,
    body: body?.text,
    footer: footer?.text,
    button: action?.button,
    buttons: action?.buttons?.map(({ reply }) => ({ id: reply?.id, title: reply?.title })),
    sections: action?.sections?.map(({ title, rows = [] }) => ({
      title,
      rows: rows.map(({ id, title: rowTitle, description }) => ({
        id,
        title: rowTitle,
        description,
      })),
    })),
  }),
);
