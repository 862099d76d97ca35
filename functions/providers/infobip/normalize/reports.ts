import type { Business, ProviderError } from '../../../../shared/contract/index.ts';
import { normalizeWith } from '../../../../shared/provider/normalize-items.ts';
import type { NormalizeContext } from '../../../../shared/provider/provider-adapter.ts';
import { continueWith } from '../../../../shared/provider/read-item.ts';
import { toDecimal } from '../../../../shared/provider/values/decimal.ts';
import { readMessageStatus } from '../../../../shared/provider/values/message-status.ts';
import { toPhone } from '../../../../shared/provider/values/phone.ts';
import { manifest } from '../manifest.ts';
import { type SeenReport, type StatusReport, seenReport, statusReport } from '../schema.ts';
import {
  findChannel,
  type NamedChannel,
  toAccount,
  toChannel,
  toParty,
  toUser,
} from './parties.ts';

/** The status of a message that the business sent. */
export const normalizeStatusReport = normalizeWith(statusReport, (report, item, context) => {
  const word = toWord(report.status);
  const read = readMessageStatus(word, item, ['status', 'groupName'], manifest.statusWords);
  return continueWith(read, (known) => {
    const { messageId, price, conversation, contact, callbackData } = report;
    const { to = report.destination } = report;
    const channel = toReportedChannel(report, context);
    const business = toSender(report, channel);
    return {
      kind: 'event',
      draft: {
        type: 'message.status.updated',
        providerEvent: item.providerEvent,
        ...channel,
        account: toAccount(report, business),
        occurredAt: report.doneAt ?? report.sentAt,
        data: {
          messageId,
          status: known.status,
          providerStatus: report.status.name ?? known.providerStatus,
          business,
          user: toUser(to, channel, contact),
          errors: toErrors(report, known.status === 'failed'),
          conversation,
          pricing: {
            type: price?.trafficType,
            category: report.interactionType,
            amount: toDecimal(price?.pricePerMessage),
            currency: price?.currency,
          },
          callbackData,
        },
        raw: item.raw,
      },
    };
  });
});

/**
 * The user has read a message. By the texts of the fields `from` is the user; in WhatsApp's example the
 * number of the contact is in `to`, and the contact is always the user. The Messages API names the sides
 * as in the report about the status.
 */
export const normalizeSeenReport = normalizeWith(seenReport, (report, item) => {
  const { messageId, contact, seenAt, callbackData } = report;
  const { from = report.destination, to = report.sender } = report;
  const number = toPhone(contact?.phoneNumber);
  const isTo = number !== undefined && number === toPhone(to);
  const channel = toSeenChannel(report);
  const business = toParty(isTo ? from : to, channel);
  return {
    kind: 'event',
    draft: {
      type: 'message.status.updated',
      providerEvent: item.providerEvent,
      ...channel,
      account: toAccount(report, business),
      occurredAt: seenAt,
      data: {
        messageId,
        status: 'read',
        business,
        user: toUser(isTo ? to : from, channel, contact),
        errors: [],
        callbackData,
      },
      raw: item.raw,
    },
  };
});

/** Where no channel is named and the user has no number, neither has the business: a page, an account. */
function toSender(report: StatusReport, channel: NamedChannel): Business | undefined {
  const { sender, to = report.destination } = report;
  const isId = channel.channel === undefined && to !== undefined && toPhone(to) === undefined;
  return isId && sender !== undefined ? { id: sender } : toParty(sender, channel);
}

/** Infobip's groups of statuses; a report may have only the number. */
const groups: Readonly<Record<string, string>> = {
  1: 'PENDING',
  2: 'UNDELIVERABLE',
  3: 'DELIVERED',
  4: 'EXPIRED',
  5: 'REJECTED',
};

/** The group says what became of a message, except that the operator is not the handset. */
function toWord({ groupId = '', groupName, id, name }: StatusReport['status']): string {
  const atOperator = 'DELIVERED_TO_OPERATOR';
  if (id === '2' || name?.toUpperCase() === atOperator) return atOperator;
  return groupName ?? groups[groupId] ?? name?.split('_', 1)[0] ?? '';
}

/** `NO_ERROR` is sent with every success. Without an error, the status says why a message failed. */
function toErrors({ error, status }: StatusReport, hasFailed: boolean): ProviderError[] {
  const isError = error !== undefined && error.id !== '0' && error.name !== 'NO_ERROR';
  const cause = isError ? error : hasFailed ? status : undefined;
  return cause === undefined
    ? []
    : [{ code: cause.id, title: cause.name, detail: cause.description }];
}

/** Most reports do not name their channel: only RCS and WhatsApp have these fields, and old SMS. */
function toReportedChannel(report: StatusReport, context: NormalizeContext): NamedChannel {
  if (report.channel !== undefined) return toChannel(report.channel);
  const configured = findChannel(report.sender, context);
  if (configured !== undefined) return { channel: configured };
  if (report.contact !== undefined) return { channel: 'whatsapp' };
  const isRcs = [report.conversation, report.interactionType, report.price?.trafficType].some(
    (each) => each !== undefined,
  );
  if (isRcs) return { channel: 'rcs' };
  return report.smsCount === undefined ? {} : { channel: 'sms' };
}

function toSeenChannel({ channel, contact }: SeenReport): NamedChannel {
  if (channel !== undefined) return toChannel(channel);
  return contact === undefined ? {} : { channel: 'whatsapp' };
}
