import { commonStatuses, type StatusWords } from './message-status.ts';

const held = 'The provider has accepted the message and has not sent it yet.';

const reasons: Readonly<Record<keyof typeof commonStatuses, string>> = {
  created: held,
  accepted: held,
  queued: held,
  enqueued: held,
  scheduled: 'The provider has accepted the message and sends it at a time that was set.',
  sending: 'The provider is sending the message; the channel has not accepted it yet.',
  sent: 'The channel has accepted the message.',
  delivered: 'The message is on a device of the user.',
  read: 'The user has opened the message.',
  seen: 'Another word for `read`.',
  played: 'The user has played the audio or video.',
  failed: 'The message will not arrive.',
  undelivered: 'Final: the channel reports that it could not deliver the message.',
  undeliverable: 'Another word for `undelivered`.',
  rejected: 'The provider or the channel refused the message.',
  expired: 'Final: the message was not delivered in the time that it had.',
  deleted: 'The message was deleted after it was sent.',
  canceled: 'The sender withdrew the message before it was sent. Nothing failed.',
  cancelled: 'Another spelling of `canceled`.',
};

/**
 * The words that mean the same wherever a provider uses them: the contract's own, and those of others.
 * A provider's other words, such as numbers, are in its manifest.
 */
export const commonStatusWords: StatusWords = Object.fromEntries(
  Object.entries(reasons).map(([word, because]) => [
    word,
    { status: commonStatuses[word as keyof typeof commonStatuses], because },
  ]),
);
