import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { TimelineMessage } from '../../../../shared/reader/read-conversation.ts';
import { nameOf } from '../../../describe-event.ts';
import type { ArrivedEvent } from '../../api.ts';
import { Icon } from '../icons.tsx';
import { arrived } from '../live/arrived-events.ts';
import { createPacedReading } from '../paced-reading.ts';
import { toHash } from '../place.ts';
import { Time } from '../time.tsx';
import { Bubble } from './bubble.tsx';
import { channelName } from './channel-name.ts';
import { chatProblem, openChat, openedByKeyboard, readNewest, readOlder } from './chat-state.ts';
import type { OpenChat } from './open-chat.ts';
import { CallLine, PaymentLine } from './others.tsx';
import { RecordsButton } from './records-button.tsx';
import { RecordsPanel } from './records-panel.tsx';
import { type Entry, toEntries } from './timeline.ts';

/** A conversation as a chat; a click on a message opens its records. */
export function ChatView({ conversation }: { readonly conversation: string }) {
  const shown = useSignal<TimelineMessage | undefined>(undefined);
  const open = openChat.value?.key === conversation ? openChat.value : undefined;
  const newest = findNewest(open);
  const reading = useMemo(
    () => createPacedReading(() => readUnlessCut(conversation), pauseMs),
    [conversation],
  );
  useEffect(() => reading.ask(), [reading, newest]);
  useEffect(() => reading.end, [reading]);
  const entries = open === undefined ? [] : toEntries(open.chat);
  return (
    <>
      <section class="mail-chat" aria-label="Chat">
        <ChatHead conversation={conversation} messages={open?.chat.messages ?? []} />
        {chatProblem.value && <p class="problem">{chatProblem.value}</p>}
        {open && entries.length === 0 && (
          <p class="nothing">The table has no messages of this conversation.</p>
        )}
        <Entries
          conversation={conversation}
          entries={entries}
          older={open?.older}
          isCut={open?.isCut ?? false}
          onNewest={() => void readNewest(conversation)}
          onOpen={(each) => (shown.value = each)}
        />
      </section>
      {shown.value && (
        <RecordsPanel message={shown.value} onClose={() => (shown.value = undefined)} />
      )}
    </>
  );
}

/** What belongs together arrives within it. */
const pauseMs = 100;

/** Who reads older messages is not taken away from them. */
async function readUnlessCut(conversation: string): Promise<void> {
  const open = openChat.value;
  if (open?.key !== conversation || !open.isCut) await readNewest(conversation);
}

/** The newest event that may change the chat. To read it again takes queries. */
function findNewest(open: OpenChat | undefined): number | undefined {
  if (open === undefined) return undefined;
  const ids = new Set(open.chat.messages.map(({ message }) => message.data.message.id));
  const changes = ({ event: { detail } }: ArrivedEvent) => {
    const { data } = detail;
    if ('message' in data) return open.chat.keys.includes(data.message.conversation.key);
    if ('messageId' in data && data.messageId) return ids.has(data.messageId);
    return 'call' in data || 'referenceId' in data;
  };
  return arrived.value.find(changes)?.sequence;
}

interface ChatHeadProps {
  readonly conversation: string;
  readonly messages: readonly TimelineMessage[];
}

function ChatHead({ conversation, messages }: ChatHeadProps) {
  const users = messages.map(({ message }) => message.data.message.user);
  const user = users.findLast(({ name }) => name !== undefined) ?? users.at(-1);
  const last = messages.at(-1)?.message;
  const phone = user?.phone && `+${user.phone}`;
  const channel = last && channelName(last.data.message.conversation.key.split('#')[0] ?? '');
  const business = last && `with ${nameOf(last.data.message.business)}`;
  return (
    <header class="chat-head">
      <a
        class="plain back"
        href={toHash({ view: 'conversations' })}
        aria-label="Back to conversations"
      >
        <Icon name="back" />
      </a>
      <div>
        <h2>
          <bdi>{user ? nameOf(user) : conversation}</bdi>
        </h2>
        <p>{[phone, channel, business, last?.metadata.provider].filter(Boolean).join(' · ')}</p>
      </div>
    </header>
  );
}

interface EntriesProps {
  readonly conversation: string;
  readonly entries: readonly Entry[];
  readonly older: string | undefined;
  readonly isCut: boolean;
  readonly onNewest: () => void;
  readonly onOpen: (message: TimelineMessage) => void;
}

/** The list begins at its end, and stays there when a picture is loaded or a message arrives. */
function Entries({ conversation, entries, older, isCut, onNewest, onOpen }: EntriesProps) {
  const log = useRef<HTMLDivElement>(null);
  const wantsFocus = openedByKeyboard.value === conversation;
  useEffect(() => {
    if (!wantsFocus) return;
    log.current?.focus();
    openedByKeyboard.value = undefined;
  }, [wantsFocus]);
  const messages = entries.flatMap((entry) => (entry.kind === 'message' ? [entry.of] : []));
  const byId = new Map(messages.map((each) => [each.message.data.message.id, each]));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
    <div ref={log} class="chat" role="log" aria-label="Messages" tabIndex={0}>
      <div class="chat-lines">
        {older && (
          <button type="button" class="older" onClick={() => void readOlder()}>
            Show older messages
          </button>
        )}
        {entries.map((entry) => (
          <EntryLine key={entry.id} entry={entry} byId={byId} onOpen={onOpen} />
        ))}
        {isCut && (
          <button type="button" class="older" onClick={onNewest}>
            Back to the newest messages
          </button>
        )}
      </div>
    </div>
  );
}

interface EntryLineProps {
  readonly entry: Entry;
  readonly byId: ReadonlyMap<string, TimelineMessage>;
  readonly onOpen: (message: TimelineMessage) => void;
}

function EntryLine({ entry, byId, onOpen }: EntryLineProps) {
  switch (entry.kind) {
    case 'day':
      return (
        <h3 class="day">
          <Time at={entry.at} form="day" />
        </h3>
      );
    case 'system':
      return (
        <p class="system with-records">
          <bdi>{entry.text}</bdi>
          <RecordsButton at={entry.at} onOpen={() => onOpen(entry.of)} />
        </p>
      );
    case 'call':
      return <CallLine call={entry.of} at={entry.at} />;
    case 'payment':
      return <PaymentLine payment={entry.of} at={entry.at} />;
    case 'message':
      return (
        <Bubble
          of={entry.of}
          quoted={byId.get(entry.of.message.data.message.context?.messageId ?? '')}
          onOpen={() => onOpen(entry.of)}
        />
      );
  }
}
