import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { type ConversationSummary, routes } from '../../api.ts';
import { moveInList } from '../list-keys.ts';
import { arrived, followEvents } from '../live/arrived-events.ts';
import { place, toHash } from '../location.ts';
import { ask } from '../request.ts';
import { Time } from '../time.tsx';
import { ChatView } from './chat-view.tsx';

/** The conversations, and the one that is open. */
export function ConversationsView() {
  const { open } = place.value;
  const text = useSignal('');
  const found = useSignal<readonly ConversationSummary[] | undefined>(undefined);
  useEffect(followEvents, []);
  const newest = arrived.value[0]?.sequence;
  useEffect(() => {
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const summaries = await ask<readonly ConversationSummary[]>(routes.conversations, {
        text: text.value,
      }).catch(() => undefined);
      if (isCurrent && summaries !== undefined) found.value = summaries;
    }, 150);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [text.value, newest]);
  return (
    <div class={open ? 'view mail is-open' : 'view mail'}>
      <section class="mail-list" aria-label="Conversations">
        <header class="view-head">
          <h1>Conversations</h1>
          <input
            type="search"
            placeholder="Number, name, id or message id"
            aria-label="Search conversations"
            value={text.value}
            onInput={({ currentTarget }) => {
              text.value = currentTarget.value;
            }}
          />
        </header>
        <Found found={found.value} isSearch={text.value !== ''} open={open} />
      </section>
      {open ? (
        <ChatView key={open} conversation={open} />
      ) : (
        <p class="nothing mail-chat">Choose a conversation.</p>
      )}
    </div>
  );
}

interface FoundProps {
  readonly found: readonly ConversationSummary[] | undefined;
  readonly isSearch: boolean;
  readonly open: string | undefined;
}

function Found({ found, isSearch, open }: FoundProps) {
  if (found === undefined) return <p class="nothing">Reading conversations…</p>;
  if (found.length === 0) {
    return <p class="nothing">{isSearch ? 'No conversation matches.' : 'No messages yet.'}</p>;
  }
  return (
    <ul class="rows" onKeyDown={moveInList}>
      {found.map((summary) => (
        <li key={summary.key}>
          <SummaryRow summary={summary} isOpen={summary.key === open} />
        </li>
      ))}
    </ul>
  );
}

interface SummaryRowProps {
  readonly summary: ConversationSummary;
  readonly isOpen: boolean;
}

function SummaryRow({ summary, isOpen }: SummaryRowProps) {
  const { key, title, lastAt, lastWords, isLastOutbound, provider } = summary;
  return (
    <a
      class="talk"
      href={toHash({ view: 'conversations', open: key })}
      aria-current={isOpen ? 'true' : undefined}
    >
      <span class="avatar" aria-hidden="true">
        {initialOf(title)}
      </span>
      <bdi class="talk-title">{title}</bdi>
      <span class="talk-time">
        <Time at={lastAt} form="latest" />
      </span>
      <span class="talk-words">
        {isLastOutbound && <span>You: </span>}
        <bdi>{lastWords}</bdi>
      </span>
      <span class="talk-provider">{provider}</span>
    </a>
  );
}

/** The first letter as a person sees it: an emoji with its skin tone is one. */
function initialOf(name: string): string {
  const [first] = new Intl.Segmenter().segment(name.replace(/^[@+]/, ''));
  return first?.segment.toLocaleUpperCase() ?? '?';
}
