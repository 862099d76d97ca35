import { normalizeField } from '../../../shared/cloud-api/normalizers.ts';
import { normalizeOtherField } from '../../../shared/cloud-api/other-field.ts';
import { normalizeItems } from '../../../shared/provider/normalize-items.ts';
import { manifest } from './manifest.ts';
import { normalizeAccountEvent, readItems } from './normalize/partner-events.ts';

export const normalize = normalizeItems(manifest, {
  readItems,
  normalizers: {
    messages: normalizeField,
    smb_message_echoes: normalizeField,
    smb_app_state_sync: normalizeField,
    history: normalizeField,
    standby: normalizeField,
    messaging_handovers: normalizeField,
    account_violation: normalizeAccountEvent,
    account_restriction: normalizeAccountEvent,
    template_messaging_enabled: normalizeAccountEvent,
    template_messaging_disabled: normalizeAccountEvent,
    client_created: normalizeOtherField,
    channel_created: normalizeOtherField,
    channel_submitted: normalizeOtherField,
    channel_ready: normalizeOtherField,
    channel_running: normalizeOtherField,
    channel_live: normalizeOtherField,
  },
  // The other webhook fields of the Cloud API, which are read as Meta's.
  normalizeOther: normalizeField,
});
