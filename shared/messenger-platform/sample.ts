import type { SampleMessage } from '../provider/define-provider.ts';

/**
 * The message of `tributary verify` to a page or an account. Neither side has a phone number, so the numbers stand
 * where the ids do.
 *
 * @param object what the callback is about: `page`, `instagram`
 */
export function createSample(object: string) {
  return ({ id, sentAt, user, business, text, picture }: SampleMessage) => {
    const time = sentAt.getTime();
    const content = picture
      ? { attachments: [{ type: 'image', payload: { url: picture.url } }] }
      : { text };
    return {
      object,
      entry: [
        {
          id: business.phone,
          time,
          messaging: [
            {
              sender: { id: user.phone },
              recipient: { id: business.phone },
              timestamp: time,
              message: { mid: id, ...content },
            },
          ],
        },
      ],
    };
  };
}
