import { trafficOf } from '../../../../shared/contract/event-kinds.ts';
import type { TimelineMessage } from '../../../../shared/reader/read-conversation.ts';
import { nameOf, shortTextOf } from '../../../describe-event.ts';
import { Icon } from '../icons.tsx';
import { ContentView } from './content.tsx';
import { MediaFiles } from './media-files.tsx';
import { RecordsButton } from './records-button.tsx';

interface BubbleProps {
  readonly of: TimelineMessage;
  /** The message that it replies to; absent when that is not on the page. */
  readonly quoted: TimelineMessage | undefined;
  readonly onOpen: () => void;
}

/** A message: what it says, its files, its status and the reactions to it. */
export function Bubble({ of, quoted, onOpen }: BubbleProps) {
  const { metadata, data } = of.message;
  const { direction, content, context, conversation, user, referral } = data.message;
  const traffic = trafficOf(metadata.type);
  return (
    <article
      class={`bubble ${direction}`}
      aria-label={direction === 'inbound' ? 'From the user' : 'From the business'}
    >
      {conversation.groupId && direction === 'inbound' && (
        <bdi class="bubble-who">{nameOf(user)}</bdi>
      )}
      {traffic && <p class="bubble-note">{traffic}: do not reply to it</p>}
      {context?.forwarded && <p class="bubble-note">Forwarded</p>}
      {context?.messageId && (
        <p class="bubble-quote" dir="auto">
          {context.quotedText ?? (quoted && quoteOf(quoted)) ?? 'Reply to an earlier message'}
        </p>
      )}
      {referral && (
        <p class="bubble-quote" dir="auto">
          {['From an ad', referral.headline].filter(Boolean).join(': ')}
        </p>
      )}
      <MediaFiles of={of} />
      {of.deleted ? (
        <p class="bubble-note">This message was deleted</p>
      ) : (
        <ContentView content={content} />
      )}
      <BubbleErrors of={of} />
      <RecordsButton at={metadata.occurredAt} onOpen={onOpen}>
        {direction === 'outbound' && <Ticks status={of.status} />}
      </RecordsButton>
      {of.reactions.length > 0 && (
        <p class="reactions">
          <span class="hidden">Reactions: </span>
          {of.reactions.map(({ emoji, user: by, direction: from }) => (
            <span
              key={`${from}${nameOf(by)}`}
              title={from === 'inbound' ? nameOf(by) : 'the business'}
            >
              {emoji}
            </span>
          ))}
        </p>
      )}
    </article>
  );
}

function quoteOf({ message }: TimelineMessage): string {
  return shortTextOf(message.data.message);
}

function BubbleErrors({ of }: Pick<BubbleProps, 'of'>) {
  const failed = of.statuses.filter(({ data }) => data.status === 'failed');
  const errors = [
    ...(of.message.data.message.errors ?? []),
    ...failed.flatMap(({ data }) => data.errors),
  ];
  const [error] = errors;
  if (error === undefined) return null;
  return (
    <p class="bubble-error" dir="auto">
      {[error.code, error.title ?? error.detail].filter(Boolean).join(': ')}
    </p>
  );
}

/** How far a message of the business came. */
function Ticks({ status }: { readonly status: TimelineMessage['status'] }) {
  switch (status) {
    case undefined:
    case 'created':
      return <Tick name="waiting" label={status ?? 'no status yet'} />;
    case 'sent':
      return <Tick name="one" label="sent" />;
    case 'delivered':
      return <Tick name="two" label="delivered" />;
    case 'read':
    case 'played':
      return <Tick name="two" label={status} tone="read" />;
    case 'failed':
      return <Tick name="close" label="failed" tone="failed" />;
    case 'deleted':
      return null;
  }
}

interface TickProps {
  readonly name: 'waiting' | 'one' | 'two' | 'close';
  readonly label: string;
  readonly tone?: string;
}

function Tick({ name, label, tone = '' }: TickProps) {
  return (
    <span class={`tick ${tone}`} title={label}>
      <Icon name={name} />
      <span class="hidden">{label}</span>
    </span>
  );
}
