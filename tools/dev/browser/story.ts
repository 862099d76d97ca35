import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectDirectory } from '../../project-directory.ts';

/** The conversation of the story, by its key. */
export const storyConversation = 'whatsapp#15550100001#447700900123';

/** The whole body of a callback of Meta, as JSON text. */
type CallbackBody = string;

interface Step {
  /** The field of Meta's webhook, and the list in it that has the item. */
  readonly field: 'messages' | 'message_echoes' | 'calls';
  readonly list: 'messages' | 'message_echoes' | 'statuses' | 'calls';
  readonly item: object;
  /** How long after the step before it, in minutes. */
  readonly minutes?: number;
}

const user = '447700900123';
const business = '15550100001';

/** The contents of a fixture of Meta: files with their ids, contacts, choices. */
function fromFixture(name: string): object {
  const file = join(projectDirectory, `fixtures/meta/${name}.payload.json`);
  const { entry } = JSON.parse(readFileSync(file, 'utf8'));
  const { value } = entry[0].changes[0];
  return (value.messages ?? value.statuses ?? value.calls)[0];
}

function received(id: string, item: object, minutes = 1): Step {
  const message = { from: user, id: `wamid.STORY${id}` };
  return { field: 'messages', list: 'messages', item: { ...item, ...message }, minutes };
}

function sent(id: string, item: object, minutes = 1): Step {
  const message = { from: business, to: user, id: `wamid.STORY${id}` };
  return {
    field: 'message_echoes',
    list: 'message_echoes',
    item: { ...item, ...message },
    minutes,
  };
}

function status(id: string, word: string, more: object = {}): Step {
  const item = { id: `wamid.STORY${id}`, status: word, recipient_id: user, ...more };
  return { field: 'messages', list: 'statuses', item, minutes: 0 };
}

const text = (body: string) => ({ type: 'text', text: { body } });

const replyTo = (id: string) => ({ context: { from: business, id: `wamid.STORY${id}` } });

const reaction = (id: string, emoji: string) => ({
  type: 'reaction',
  reaction: { message_id: `wamid.STORY${id}`, emoji },
});

/** Every kind of content that a person distinguishes, in three writing systems. */
const steps: readonly Step[] = [
  received('01', text('Hello! Is the lake cabin free in August?')),
  sent('02', text('Good morning, Ada. Yes, from the 8th on. Would you like to see it?')),
  status('02', 'delivered'),
  status('02', 'read'),
  received('03', reaction('02', '❤️'), 0),
  received('04', { ...fromFixture('messages.image.with-caption') }),
  received('05', text('你好！我的朋友也想来，可以吗？')),
  received('06', text('مرحبا، هل الإفطار مشمول في السعر؟')),
  sent('07', {
    ...text('Breakfast is included 🥐 and friends are welcome 👋🏽'),
    ...replyTo('06'),
  }),
  status('07', 'delivered'),
  received('08', fromFixture('messages.voice')),
  sent('09', {
    type: 'template',
    template: {
      name: 'booking_offer',
      language: { code: 'en_US' },
      components: [{ type: 'body', parameters: [{ type: 'text', text: '8 to 15 August' }] }],
    },
  }),
  status('09', 'delivered'),
  status('09', 'read'),
  received('10', { ...fromFixture('messages.interactive-list'), ...replyTo('09') }),
  received('11', fromFixture('messages.location.with-address')),
  received('12', fromFixture('messages.contacts')),
  received('13', fromFixture('messages.document.with-caption')),
  received('14', fromFixture('messages.video'), 2),
  received('15', fromFixture('messages.sticker')),
  {
    field: 'calls',
    list: 'calls',
    item: { ...fromFixture('calls.terminate'), start_time: undefined, end_time: undefined },
    minutes: 3,
  },
  received('16', fromFixture('messages.order'), 2),
  {
    field: 'messages',
    list: 'statuses',
    item: fromFixture('messages.payment-captured'),
    minutes: 1,
  },
  received('17', { ...fromFixture('messages.interactive-flow'), ...replyTo('09') }),
  sent('18', text('Your booking is confirmed. See you on the 8th!')),
  status('18', 'failed', {
    errors: [{ code: 131047, title: 'Re-engagement message' }],
  }),
  sent('19', text('Your booking is confirmed. See you on the 8th!')),
  status('19', 'sent'),
];

/** The callbacks of a conversation that ends at an instant. */
export function storyCallbacks(endsAt: Date): readonly CallbackBody[] {
  const minutes = steps.reduce((sum, step) => sum + (step.minutes ?? 0), 0);
  let at = endsAt.getTime() - minutes * 60_000;
  return steps.map(({ field, list, item, minutes: waited = 0 }) => {
    at += waited * 60_000;
    const timestamp = String(Math.floor(at / 1000));
    const value = {
      messaging_product: 'whatsapp',
      metadata: { display_phone_number: business, phone_number_id: '200000000000001' },
      contacts: [{ profile: { name: 'Ada Example' }, wa_id: user }],
      [list]: [{ ...item, timestamp }],
    };
    const changes = [{ field, value }];
    const entry = [{ id: '100000000000101', changes }];
    return JSON.stringify({ object: 'whatsapp_business_account', entry });
  });
}

/** Sends the callbacks one after the other. */
export async function sendStory(url: string, endsAt: Date): Promise<void> {
  for (const body of storyCallbacks(endsAt)) {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url, { method: 'POST', headers, body });
    if (!response.ok) throw new Error(`the gateway responded ${response.status} to the story`);
  }
}
