import { createHandler, type HandlerOptions } from 'tributary-gateway/handler';
import { types } from './types.ts';

/** Sends a text to a user. The team chooses the API, because Tributary only receives. */
export type SendText = (message: {
  readonly channel: string;
  readonly from: string;
  readonly to: string;
  readonly text: string;
  readonly inReplyTo: string;
}) => Promise<void>;

const openingHours = 'We reply on weekdays from 9 to 17. Thank you for your message!';

/** Replies to each text once, with the opening hours. */
export function createReplyHandler(sendText: SendText, options: HandlerOptions) {
  return createHandler(
    types,
    {
      'message.received': async ({ detail: { metadata, data } }) => {
        const { id, business, user } = data.message;
        const from = business.phone ?? business.id;
        const to = user.phone ?? user.id;
        if (!metadata.channel || !from || !to) return;
        await sendText({ channel: metadata.channel, from, to, text: openingHours, inReplyTo: id });
      },
    },
    options,
  );
}
