import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { firstWordsOf, toneOf, whoOf } from '../../../describe-event.ts';
import type { ArrivedEvent } from '../../api.ts';
import { Icon } from '../icons.tsx';
import { JsonView } from '../json-view.tsx';
import { moveInList } from '../list-keys.ts';
import { goTo } from '../location.ts';
import { Panel } from '../panel.tsx';
import { about } from '../site.ts';
import { Time } from '../time.tsx';
import { arrived, followEvents, isLoaded } from './arrived-events.ts';
import { FollowBus, following } from './follow-bus.tsx';

/** The events as they arrive. */
export function LiveView() {
  const filter = useSignal('');
  const paused = useSignal<readonly ArrivedEvent[] | undefined>(undefined);
  const open = useSignal<ArrivedEvent | undefined>(undefined);
  useEffect(followEvents, []);
  const all = paused.value ?? arrived.value;
  const waiting = paused.value === undefined ? 0 : countNewer(paused.value);
  const shown = all.filter((each) => matches(each, filter.value));
  return (
    <div class={open.value ? 'view with-panel' : 'view'}>
      <section class="view-main" aria-label="Live">
        <header class="view-head">
          <h1>Live</h1>
          <input
            type="search"
            placeholder="Filter by type, provider, person or words"
            aria-label="Filter events"
            value={filter.value}
            onInput={({ currentTarget }) => {
              filter.value = currentTarget.value;
            }}
          />
          <button
            type="button"
            aria-pressed={paused.value !== undefined}
            onClick={() => {
              paused.value = paused.value === undefined ? arrived.value : undefined;
            }}
          >
            <Icon name={paused.value ? 'resume' : 'pause'} />
            {paused.value ? (waiting > 0 ? `Resume (${waiting} new)` : 'Resume') : 'Pause'}
          </button>
        </header>
        <FollowBus />
        {shown.length === 0 ? (
          <Nothing isFiltered={all.length > 0} />
        ) : (
          <ul class="rows events" onKeyDown={moveInList}>
            {shown.map((each) => (
              <li key={each.sequence}>
                <EventRow
                  arrived={each}
                  isOpen={each === open.value}
                  onOpen={() => {
                    open.value = each;
                  }}
                />
              </li>
            ))}
          </ul>
        )}
      </section>
      {open.value && <EventPanel arrived={open.value} onClose={() => (open.value = undefined)} />}
    </div>
  );
}

function countNewer(shown: readonly ArrivedEvent[]): number {
  const newest = shown[0]?.sequence ?? 0;
  return arrived.value.filter(({ sequence }) => sequence > newest).length;
}

function matches({ event }: ArrivedEvent, filter: string): boolean {
  if (filter === '') return true;
  const { provider } = event.detail.metadata;
  const text = [event['detail-type'], provider, whoOf(event), firstWordsOf(event)].join(' ');
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.toLowerCase().includes(word));
}

function Nothing({ isFiltered }: { readonly isFiltered: boolean }) {
  if (isFiltered) return <p class="nothing">No event matches the filter.</p>;
  if (!isLoaded.value) return <p class="nothing">Reading events…</p>;
  if (!about.value.isOnEmulator) {
    const { state } = following.value;
    return state === 'on' ? <p class="nothing">Waiting for the first event…</p> : null;
  }
  return (
    <div class="nothing">
      <p>No events yet. Send a callback, and its events appear here.</p>
      <button type="button" class="primary" onClick={() => goTo({ view: 'providers' })}>
        Send a test callback
      </button>
    </div>
  );
}

interface EventRowProps {
  readonly arrived: ArrivedEvent;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
}

function EventRow({ arrived: { at, event }, isOpen, onOpen }: EventRowProps) {
  const { metadata } = event.detail;
  const type = event['detail-type'];
  return (
    <button type="button" class="row" aria-pressed={isOpen} onClick={onOpen}>
      <span class="row-time">
        <Time at={at} />
      </span>
      <span class={`chip ${toneOf(event)}`}>{type}</span>
      <span class="row-provider">{metadata.provider}</span>
      <bdi class="row-who">{whoOf(event)}</bdi>
      <bdi class="row-words">{firstWordsOf(event)}</bdi>
    </button>
  );
}

interface EventPanelProps {
  readonly arrived: ArrivedEvent;
  readonly onClose: () => void;
}

function EventPanel({ arrived: { event }, onClose }: EventPanelProps) {
  const { data } = event.detail;
  return (
    <Panel title={event['detail-type']} onClose={onClose}>
      {'message' in data && (
        <p>
          <button
            type="button"
            onClick={() => goTo({ view: 'conversations', open: data.message.conversation.key })}
          >
            <Icon name="conversations" />
            Open the conversation
          </button>
        </p>
      )}
      <JsonView value={event} label="Event as JSON" />
    </Panel>
  );
}
