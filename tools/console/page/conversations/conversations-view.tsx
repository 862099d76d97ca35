import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ConversationsPage } from '../../api.ts';
import { routes } from '../../routes.ts';
import { Icon } from '../icons.tsx';
import { arrived, followEvents } from '../live/arrived-events.ts';
import { place } from '../location.ts';
import { ReadTable, timesRead } from '../read-table.tsx';
import { ask } from '../request.ts';
import { about } from '../site.ts';
import { Rows } from '../view.tsx';
import { ChatView } from './chat-view.tsx';
import { SearchFields } from './search-fields.tsx';
import { searched } from './searched.ts';
import { SummaryRow } from './summary-row.tsx';
import { whyNothing } from './why-nothing.ts';

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
        <div class="nothing mail-chat">
          <Icon name="conversations" />
          <p>Choose a conversation.</p>
        </div>
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
  if (conversations.length === 0 && next === undefined) {
    return <p class="nothing">{whyNothing(searched.value, shown, about.value)}</p>;
  }
  return (
    <>
      {shown.note && <p class="view-note more">{shown.note}</p>}
      <Rows of="talks">
        {conversations.map((summary) => (
          <li key={summary.key}>
            <SummaryRow summary={summary} isOpen={summary.key === open} />
          </li>
        ))}
      </Rows>
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
