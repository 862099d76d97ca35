import type { Channel } from '../../../../shared/contract/channels.ts';

const names: Readonly<Record<Channel, string>> = {
  whatsapp: 'WhatsApp',
  messenger: 'Messenger',
  instagram: 'Instagram',
  rcs: 'RCS',
  viber: 'Viber',
  line: 'LINE',
  telegram: 'Telegram',
  sms: 'SMS',
  mms: 'MMS',
};

/** A channel as people write it; an unknown one as the key of its conversations has it. */
export function channelName(channel: string): string {
  return Object.hasOwn(names, channel) ? names[channel as Channel] : channel;
}
