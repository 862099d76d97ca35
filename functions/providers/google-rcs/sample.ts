import type { SampleMessage } from '../../../shared/provider/define-provider.ts';

/** A `UserMessage`, in the envelope of Pub/Sub before its data is encoded. A file has no hash. */
export function toSample({ id, sentAt, user, business, text, picture }: SampleMessage) {
  const content = picture
    ? { userFile: { payload: { mimeType: picture.mimeType, fileUri: picture.url } } }
    : { text };
  return {
    message: {
      data: {
        senderPhoneNumber: `+${user.phone}`,
        messageId: id,
        sendTime: sentAt.toISOString(),
        agentId: `${business.phone}_agent@rbm.goog`,
        ...content,
      },
    },
  };
}
