import type { ConversationSummary } from '../../api.ts';
import { Icon } from '../icons.tsx';
import { toHash } from '../place.ts';
import { Time } from '../time.tsx';
import { channelName } from './channel-name.ts';
import { openedByKeyboard } from './chat-state.ts';

interface SummaryRowProps {
  readonly summary: ConversationSummary;
  readonly isOpen: boolean;
}

/** A conversation in the list: with whom, its latest words, and on which channel with which business. */
export function SummaryRow({ summary, isOpen }: SummaryRowProps) {
  const { key, title, lastAt, lastWords, isLastOutbound, provider, channel, business } = summary;
  return (
    <a
      class="talk"
      href={toHash({ view: 'conversations', open: key })}
      aria-current={isOpen ? 'true' : undefined}
      onClick={({ detail }) => {
        // A key has no number of clicks.
        if (detail === 0) openedByKeyboard.value = key;
      }}
    >
      <Avatar of={summary} />
      <bdi class="talk-title">{title}</bdi>
      <span class="talk-time">
        <Time at={lastAt} form="latest" />
      </span>
      <span class="talk-words">
        {isLastOutbound && <span>You: </span>}
        <bdi>{lastWords}</bdi>
      </span>
      <span class="talk-where">
        {channelName(channel)}
        <span class="hidden"> with </span>
        <bdi>{business}</bdi>
        <span class="hidden"> by </span>
        <span>{provider}</span>
      </span>
    </a>
  );
}

/** The initial of a name. A number or an id has none that says anything. */
function Avatar({ of: { isGroup, title } }: { readonly of: ConversationSummary }) {
  const initial = isGroup ? undefined : initialOf(title);
  return (
    <span class={initial ? 'avatar' : 'avatar blank'} aria-hidden="true">
      {initial ?? <Icon name={isGroup ? 'people' : 'person'} />}
    </span>
  );
}

/** The first character as a person sees it: an emoji with its skin tone is one. */
function initialOf(name: string): string | undefined {
  const [first] = new Intl.Segmenter().segment(name.replace(/^@/, ''));
  const text = first?.segment ?? '';
  return /^[\p{L}\p{Extended_Pictographic}]/u.test(text) ? text.toLocaleUpperCase() : undefined;
}
