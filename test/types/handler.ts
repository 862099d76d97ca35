import { isOfType, type TributaryEvent } from '../../sdk/events/index.ts';
import { handler } from '../../sdk/handler/index.ts';

/** Type tests, checked by `npm run check:types`. */
export const narrowed = (event: TributaryEvent) =>
  isOfType(event, 'message.received', 'message.sent')
    ? event.detail.data.message.content
    : // @ts-expect-error not every event has a message
      event.detail.data.message;

export const complete = handler(['message.received', 'media.stored'], {
  'message.received': ({ detail }) => detail.data.message.id,
  'media.stored': ({ detail }) => detail.data.key,
});

/** The kinds of content are told apart by `kind`, all of them. */
handler(['message.received'], {
  'message.received': ({ detail: { data } }) => {
    const { content } = data.message;
    switch (content.kind) {
      case 'text':
        return content.text;
      case 'location':
        return `${content.latitude}, ${content.longitude}`;
      default:
        // @ts-expect-error there are more kinds than two
        return content satisfies never;
    }
  },
});

// @ts-expect-error there is no reaction to media.stored
handler(['message.received', 'media.stored'], { 'message.received': () => {} });

handler(['message.received'], {
  'message.received': () => {},
  // @ts-expect-error the handler is not for this event
  'media.stored': () => {},
});

handler(['message.received'], {
  // @ts-expect-error a received message has no status of its own event
  'message.received': ({ detail }) => detail.data.status,
});
