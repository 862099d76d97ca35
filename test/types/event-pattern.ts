import { type DetailPattern, eventPattern } from '../../sdk/events/index.ts';

/**
 * Type tests: `npm run check:types` fails when one of these does not compile, and when a line below
 * with `@ts-expect-error` does.
 */
export const accepted = [
  eventPattern(['message.received']),
  eventPattern(['message.received'], { providers: ['incs'], replays: true }),
  eventPattern(['message.received'], {
    detail: {
      metadata: { channel: ['whatsapp', 'rcs'], account: { wabaId: ['100000000000002'] } },
      data: {
        message: {
          content: {
            kind: ['text', { 'anything-but': ['system'] }],
            text: [{ wildcard: '*refund*' }],
          },
          media: { role: ['content'], sizeBytes: [{ numeric: ['>', 0, '<=', 1000] }] },
          user: { phone: [{ prefix: '44' }] },
        },
      },
    },
  }),
  eventPattern(['message.status.updated'], {
    detail: { data: { status: ['failed'], errors: { code: ['131026'] } } },
  }),
  eventPattern(['message.received', 'message.sent'], {
    detail: { data: { message: { context: { forwarded: [true] } } } },
  }),
  eventPattern(['template.status.updated', 'template.quality.updated'], {
    detail: { data: { current: ['REJECTED', { 'anything-but': { prefix: 'PENDING' } }] } },
  }),
];

// @ts-expect-error there is no such event
eventPattern(['message.recieved']);
// @ts-expect-error a pattern of no event matches nothing
eventPattern([]);
// @ts-expect-error there is no such option
eventPattern(['message.received'], { provider: ['incs'] });

function received(_message: NonNullable<DetailPattern<'message.received'>['data']>['message']) {}

// @ts-expect-error there is no such field
received({ body: ['hello'] });
// @ts-expect-error there is no such kind of content
received({ content: { kind: ['txt'] } });
// @ts-expect-error what does not exist cannot be excluded either
received({ content: { kind: [{ 'anything-but': 'txt' }] } });
// @ts-expect-error no kind of content has this field
received({ content: { txt: ['hello'] } });
// @ts-expect-error a field with fields is no leaf
received({ content: ['text'] });
// @ts-expect-error nor has a leaf fields
received({ id: { prefix: ['wamid'] } });

function stored(_data: DetailPattern<'media.stored'>['data']) {}

// @ts-expect-error values are in lists
stored({ contentType: 'image/jpeg' });
// @ts-expect-error EventBridge refuses an empty list
stored({ contentType: [] });
// @ts-expect-error there is no such operator
stored({ contentType: [{ begins: 'image/' }] });
// @ts-expect-error a number is not compared as text
stored({ sizeBytes: [{ prefix: '1' }] });
// @ts-expect-error text is not compared as a number
stored({ contentType: [{ numeric: ['>', 1] }] });
// @ts-expect-error true is not a text
stored({ hashVerified: ['true'] });

function either(_detail: DetailPattern<'message.received' | 'message.status.updated'>) {}

// @ts-expect-error only one of the two events has a status
either({ data: { status: ['read'] } });
// @ts-expect-error there is no such channel
either({ metadata: { channel: ['telegram'] } });
// @ts-expect-error the type is asked for by itself
either({ metadata: { type: ['message.received'] } });
