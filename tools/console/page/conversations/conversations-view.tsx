import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ConversationSummary, ConversationsPage } from '../../api.ts';
import { routes } from '../../routes.ts';
import { moveInList } from '../list-keys.ts';
import { arrived, followEvents } from '../live/arrived-events.ts';
import { place } from '../location.ts';
import { toHash } from '../place.ts';
import { ReadTable, timesRead } from '../read-table.tsx';
import { ask } from '../request.ts';
import { about } from '../site.ts';
import { Time } from '../time.tsx';
import { ChatView } from './chat-view.tsx';
import { SearchFields, searched } from './search-fields.tsx';

/** The conversations, and the one that is open. */
export function ConversationsView() {
  const { open } = place.value;
  const found = useSignal<ConversationsPage | undefined>(undefined);
  const problem = useSignal('');
  useEffect(followEvents, []);
  const { text, day, scope } = searched.value;
  // What an index lists is not asked for again with every event.
  const isIndexed = about.value.listsByDay && !about.value.isOnEmulator && scope !== '';
  const newest = isIndexed ? 0 : arrived.value[0]?.sequence;
  const read = async (next: string) =>
    ask<ConversationsPage>(routes.conversations, { text, day, scope, next });
  useEffect(() => {
    let isCurrent = true;
    const timer = setTimeout(async () => {
      try {
        const page = await read('');
        if (isCurrent) found.value = page;
        problem.value = '';
      } catch (error) {
        if (isCurrent) problem.value = error instanceof Error ? error.message : String(error);
      }
    }, 150);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [text, day, scope, newest, timesRead.value]);
  return (
    <div class={open ? 'view mail is-open' : 'view mail'}>
      <section class="mail-list" aria-label="Conversations">
        <header class="view-head">
          <h1>Conversations</h1>
          <SearchFields scopes={found.value?.scopes ?? []} />
        </header>
        <ReadTable finds="Names here" />
        {problem.value && <p class="problem">{problem.value}</p>}
        <Found found={found.value} open={open} onNext={read} />
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
  readonly found: ConversationsPage | undefined;
  readonly open: string | undefined;
  readonly onNext: (next: string) => Promise<ConversationsPage>;
}

/** More are not on the page at a time. */
const maxShown = 500;

function Found({ found, open, onNext }: FoundProps) {
  const more = useSignal<ConversationsPage | undefined>(undefined);
  useEffect(() => {
    more.value = undefined;
  }, [found]);
  if (found === undefined) return <p class="nothing">Reading conversations…</p>;
  const shown = more.value ?? found;
  const { conversations, next } = shown;
  if (conversations.length === 0 && next === undefined) return <NothingFound />;
  return (
    <>
      <ul class="rows" onKeyDown={moveInList}>
        {conversations.map((summary) => (
          <li key={summary.key}>
            <SummaryRow summary={summary} isOpen={summary.key === open} />
          </li>
        ))}
      </ul>
      {next !== undefined && (
        <button
          type="button"
          class="older"
          onClick={async () => {
            const page = await onNext(next);
            const joined = [...conversations, ...page.conversations].slice(-maxShown);
            more.value = { ...page, conversations: joined };
          }}
        >
          Show more
        </button>
      )}
    </>
  );
}

function NothingFound() {
  const { text, day, scope } = searched.value;
  const { isOnEmulator, listsByDay } = about.value;
  if (text === '' && day === '' && isOnEmulator) return <p class="nothing">No messages yet.</p>;
  if (isOnEmulator) return <p class="nothing">No conversation matches.</p>;
  const hint =
    scope === ''
      ? 'Enter the number of the business, and search for a number or an id of the user, or for the id of a message.'
      : listsByDay
        ? 'No conversation matches.'
        : 'This gateway does not list conversations by day (conversationList of its configuration). Search for a number or an id of the user, or for the id of a message.';
  return <p class="nothing">{hint}</p>;
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
