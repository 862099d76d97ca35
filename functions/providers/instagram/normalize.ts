import {
  normalizeChange,
  normalizeEvent,
  normalizeOther,
  normalizeStandby,
} from '../../../shared/messenger-platform/normalizers.ts';
import { instagram } from '../../../shared/messenger-platform/platforms.ts';
import { readEvents } from '../../../shared/messenger-platform/read-events.ts';
import { normalizeItems } from '../../../shared/provider/normalize-items.ts';
import { manifest } from './manifest.ts';

export { handshake } from '../../../shared/provider/hub-challenge.ts';

export const normalize = normalizeItems(manifest, {
  readItems: readEvents(instagram),
  normalizers: {
    messages: normalizeEvent,
    message_edit: normalizeEvent,
    message_reactions: normalizeEvent,
    messaging_postbacks: normalizeEvent,
    messaging_referral: normalizeEvent,
    messaging_seen: normalizeEvent,
    messaging_handover: normalizeEvent,
    messaging_optins: normalizeEvent,
    standby: normalizeStandby,
    comments: normalizeChange,
    live_comments: normalizeChange,
    mentions: normalizeChange,
    story_insights: normalizeChange,
  },
  normalizeOther,
});
