import {
  type InboundValue,
  inboundObject,
  instant,
  text,
} from '../../../../shared/provider/inbound.ts';
import { reportedErrors } from './reported-errors.ts';

/**
 * A message in the form of the INCS console.
 *
 *     { "id": 260400000076, "auth_id": 30058, "conversation_id": 979, "session_type": 1,
 *       "sender": "447700900123", "receiver": "incs_1", "type": 101, "custom_type": 0,
 *       "custom_id": 0, "channel_msg_id": "wamid.HBgM…", "channel_status": 0,
 *       "content": { "content": "Hi" }, "error": "", "source": 0,
 *       "created_at": "2026-04-07T12:02:55.000000Z", "updated_at": "2026-04-07T12:02:55.000000Z" }
 *
 * Older revisions have `send_id` and `recv_id` instead of `sender` and `receiver`. The schema of
 * `content` depends on `type`.
 */
export const consoleMessage = inboundObject({
  id: text,
  auth_id: text,
  conversation_id: text,
  session_type: text,
  sender: text,
  receiver: text,
  send_id: text,
  recv_id: text,
  type: text,
  custom_type: text,
  custom_id: text,
  channel_msg_id: text,
  channel_status: text,
  error: reportedErrors,
  created_at: instant,
  updated_at: instant,
});

export type ConsoleMessage = InboundValue<typeof consoleMessage>;
