import { conversationKey } from '../contract/conversation-key.ts';
import { normalizeWith } from '../provider/normalize-items.ts';
import { continueWith, invalidShape } from '../provider/read-item.ts';
import { readSides, timeOf } from './parties.ts';
import type { PlatformItem } from './read-events.ts';
import { threadControl } from './schema.ts';

/** One app passed control of a conversation to another, took it, or asks the one in control for it. */
export const normalizeControl = normalizeWith(threadControl, (value, item: PlatformItem) =>
  continueWith(readSides(value, item), ({ account, business, user }) => {
    const request = value.request_thread_control;
    const control = request ?? value.pass_thread_control ?? value.take_thread_control;
    const asked = request?.requested_owner_app_id;
    if (request !== undefined && asked === undefined) {
      const path = ['request_thread_control', 'requested_owner_app_id'];
      return invalidShape(item, path, 'expected the id of an app');
    }
    return {
      kind: 'event',
      draft: {
        type: 'conversation.updated',
        providerEvent: item.providerEvent,
        channel: item.channel,
        account,
        occurredAt: timeOf(value, item),
        data: {
          conversation: { key: user && conversationKey({ channel: item.channel, business, user }) },
          business,
          user,
          aspect: request === undefined ? 'owner' : 'request',
          change: item.kind ?? 'pass_thread_control',
          previous: control?.previous_owner_app_id,
          previousOwnerId: control?.previous_owner_app_id,
          // Older callbacks name only the app that lost control.
          current: asked ?? control?.new_owner_app_id ?? 'unknown',
          ownerId: control?.new_owner_app_id,
          note: control?.metadata,
        },
        item: item.json,
        raw: item.raw,
      },
    };
  }),
);
