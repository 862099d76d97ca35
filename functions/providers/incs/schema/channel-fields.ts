import { phone, text } from '../../../../shared/provider/inbound.ts';

/**
 * How a callback names the sending channel. Older revisions leave both out; RCS sends `""` for the
 * phone.
 */
export const channelFields = { channel_id: text, business_phone: phone };

export interface ChannelFields {
  readonly channel_id?: string | undefined;
  readonly business_phone?: string | undefined;
}
