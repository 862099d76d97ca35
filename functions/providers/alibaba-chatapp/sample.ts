import type { SampleMessage } from '../../../shared/provider/define-provider.ts';

/** A message from WhatsApp. */
export function toSample({ id, sentAt, user, business, text, picture }: SampleMessage) {
  const { url, mimeType } = picture ?? {};
  return [
    {
      MessageId: id,
      CustSpaceId: 'cams-00000001',
      WabaId: '100000000000001',
      From: user.phone,
      To: business.phone,
      Timestamp: sentAt.getTime(),
      DisplayName: user.name,
      Name: user.name,
      NoticeType: 'inbound',
      Type: picture ? 'IMAGE' : 'TEXT',
      Message: picture ? JSON.stringify({ id, mimeType, url }) : text,
    },
  ];
}
