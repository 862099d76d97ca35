import { isOfType, type TributaryEvent } from '../../sdk/events/index.ts';
import { createHandler, createQueueHandler, type HandlerOptions } from '../../sdk/handler/index.ts';

/** Type tests, checked by `npm run check:types`. */
export const narrowed = (event: TributaryEvent) =>
  isOfType(event, 'message.received', 'message.sent')
    ? event.detail.data.message.content
    : // @ts-expect-error not every event has a message
      event.detail.data.message;

export const complete = createHandler(['message.received', 'media.stored'], {
  'message.received': ({ detail }) => detail.data.message.id,
  'media.stored': ({ detail }) => detail.data.key,
});

/** `kind` narrows the content to each of its kinds. */
createHandler(['message.received'], {
  'message.received': ({ detail: { data } }) => {
    const { content } = data.message;
    switch (content.kind) {
      case 'text':
        return content.text;
      case 'location':
        return `${content.latitude}, ${content.longitude}`;
      default:
        // @ts-expect-error there are more than two kinds
        return content satisfies never;
    }
  },
});

// @ts-expect-error the reaction to media.stored is missing
createHandler(['message.received', 'media.stored'], { 'message.received': () => {} });

createHandler(['message.received'], {
  'message.received': () => {},
  // @ts-expect-error the handler does not list this event
  'media.stored': () => {},
});

createHandler(['message.received'], {
  // @ts-expect-error only message.status.updated has data.status
  'message.received': ({ detail }) => detail.data.status,
});

createHandler(['message.received', 'standby.message.received'], {
  'message.received': () => {},
  'standby.message.received': () => {},
});

createHandler(['message.received'], {
  'message.received': () => {},
  // @ts-expect-error what another app received is a type of its own, which the handler does not list
  'standby.message.received': () => {},
});

/** In a handler that does not ask for replays, no event is one. */
createHandler(['message.received'], {
  'message.received': ({ detail }) => detail.metadata.replayed satisfies undefined,
});

createHandler(
  ['message.received'],
  {
    // @ts-expect-error it may be a replay
    'message.received': ({ detail }) => detail.metadata.replayed satisfies undefined,
  },
  { replays: true },
);

/** Options that are passed through may ask for replays or not. */
export const passing = (options: HandlerOptions) =>
  createHandler(
    ['message.received', 'media.stored'],
    {
      'message.received': ({ detail }) => detail.metadata.replayed satisfies true | undefined,
      'media.stored': ({ detail }) => detail.data.key,
    },
    options,
  );

createQueueHandler(['media.stored'], {
  'media.stored': ({ detail }) => detail.metadata.replayed satisfies undefined,
});
