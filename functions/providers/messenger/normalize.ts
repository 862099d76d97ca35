import { normalizeBusinessIntegrity } from '../../../shared/messenger-platform/accounts.ts';
import {
  normalizeEvent,
  normalizeOther,
  normalizeStandby,
} from '../../../shared/messenger-platform/normalizers.ts';
import { messenger } from '../../../shared/messenger-platform/platforms.ts';
import { readEvents } from '../../../shared/messenger-platform/read-events.ts';
import { normalizeItems } from '../../../shared/provider/normalize-items.ts';
import { manifest } from './manifest.ts';

export { handshake } from '../../../shared/provider/hub-challenge.ts';

export const normalize = normalizeItems(manifest, {
  readItems: readEvents(messenger),
  normalizers: {
    messages: normalizeEvent,
    message_echoes: normalizeEvent,
    message_edits: normalizeEvent,
    message_reactions: normalizeEvent,
    messaging_postbacks: normalizeEvent,
    messaging_referrals: normalizeEvent,
    send_cart: normalizeEvent,
    messaging_feedback: normalizeEvent,
    response_feedback: normalizeEvent,
    messaging_customer_information: normalizeEvent,
    call_permission_reply: normalizeEvent,
    calls: normalizeEvent,
    business_integrity: normalizeBusinessIntegrity,
    message_deliveries: normalizeEvent,
    message_reads: normalizeEvent,
    messaging_handovers: normalizeEvent,
    messaging_optins: normalizeEvent,
    messaging_account_linking: normalizeEvent,
    messaging_policy_enforcement: normalizeEvent,
    messaging_game_plays: normalizeEvent,
    standby: normalizeStandby,
  },
  normalizeOther,
});
