import { type DetailPattern, eventPattern, type ProviderId } from '../../sdk/events/index.ts';
import type { builtInProviders } from '../../shared/contract/provider-id.ts';

/**
 * Type tests. `npm run check:types` fails if one of these does not compile, or if a line after
 * `@ts-expect-error` below compiles.
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
  // What one would subscribe to of each subject.
  eventPattern(['message.received'], {
    detail: {
      data: {
        message: {
          content: { kind: ['product', 'payment_method_reply'], productRetailerId: ['racket-7'] },
          referral: { ctwaClid: [{ exists: true }], ref: [{ prefix: 'summer' }] },
        },
      },
    },
  }),
  eventPattern(['standby.message.received', 'standby.message.sent']),
  eventPattern(['history.message.received'], {
    detail: { data: { transfer: { progress: [{ numeric: ['=', 100] }] } } },
  }),
  eventPattern(['conversation.updated'], {
    detail: { data: { aspect: ['owner'], current: [{ 'anything-but': 'ai_agent' }] } },
  }),
  eventPattern(['group.updated'], {
    detail: { data: { aspect: ['participants'], participants: { change: ['requested'] } } },
  }),
  eventPattern(['payment.updated'], { detail: { data: { current: ['captured', 'failed'] } } }),
  eventPattern(['call.updated'], {
    detail: { data: { current: ['terminated'], call: { missed: [true], direction: ['inbound'] } } },
  }),
  eventPattern(['user.updated'], {
    detail: { data: { aspect: ['preferences'], category: ['marketing_messages'] } },
  }),
  eventPattern(['phone.updated'], {
    detail: { data: { aspect: ['username'], phone: { username: [{ exists: true }] } } },
  }),
  eventPattern(['account.updated'], {
    detail: { data: { limits: { usersPerDay: [{ exists: true }] } } },
  }),
  eventPattern(['template.category.updated'], {
    detail: { data: { detected: ['MARKETING'] } },
  }),
];

// @ts-expect-error the event does not exist
eventPattern(['message.recieved']);
// @ts-expect-error a pattern without event types matches nothing
eventPattern([]);
// @ts-expect-error the option does not exist
eventPattern(['message.received'], { provider: ['incs'] });

function received(_message: NonNullable<DetailPattern<'message.received'>['data']>['message']) {}

// @ts-expect-error the field does not exist
received({ body: ['hello'] });
// @ts-expect-error the kind of content does not exist
received({ content: { kind: ['txt'] } });
// @ts-expect-error a kind that does not exist cannot be excluded either
received({ content: { kind: [{ 'anything-but': 'txt' }] } });
// @ts-expect-error no kind of content has this field
received({ content: { txt: ['hello'] } });
// @ts-expect-error a field with fields is not a leaf
received({ content: ['text'] });
// @ts-expect-error a leaf has no fields
received({ id: { prefix: ['wamid'] } });

function stored(_data: DetailPattern<'media.stored'>['data']) {}

// @ts-expect-error values are in lists
stored({ contentType: 'image/jpeg' });
// @ts-expect-error EventBridge refuses an empty list
stored({ contentType: [] });
// @ts-expect-error the operator does not exist
stored({ contentType: [{ begins: 'image/' }] });
// @ts-expect-error a number cannot be compared as text
stored({ sizeBytes: [{ prefix: '1' }] });
// @ts-expect-error text cannot be compared as a number
stored({ contentType: [{ numeric: ['>', 1] }] });
// @ts-expect-error a boolean is not text
stored({ hashVerified: ['true'] });

function either(_detail: DetailPattern<'message.received' | 'message.status.updated'>) {}

function phone(_data: DetailPattern<'phone.updated'>['data']) {}

// @ts-expect-error the aspect is one of users
phone({ aspect: ['preferences'] });

// @ts-expect-error only one of the two events has a status
either({ data: { status: ['read'] } });
// @ts-expect-error the channel does not exist
either({ metadata: { channel: ['fax'] } });
// @ts-expect-error the type is a separate argument
either({ metadata: { type: ['message.received'] } });

/** The ids of the built-in providers are members of the type, which editors complete; any other is accepted. */
type Completed = Extract<ProviderId, (typeof builtInProviders)[number]>;
function complete(..._ids: readonly Completed[]) {}

complete('meta', '360dialog');
// @ts-expect-error it is not built in
complete('acme');
eventPattern(['message.received'], { providers: ['meta', 'acme'] });
eventPattern(['message.received'], {
  detail: {
    metadata: { provider: ['twilio', 'acme', { prefix: 'ac' }, { 'anything-but': 'incs' }] },
  },
});
// @ts-expect-error the id of a provider is text
eventPattern(['message.received'], { providers: [1] });
