import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { firstWordsOf, toneOf, whoOf } from '../../../describe-event.ts';
import type { ArrivedEvent } from '../../api.ts';
import { Icon } from '../icons.tsx';
import { JsonView } from '../json-view.tsx';
import { goTo } from '../location.ts';
import { Panel } from '../panel.tsx';
import { toHash } from '../place.ts';
import { about } from '../site.ts';
import { Time } from '../time.tsx';
import { Row, Rows, Search, View } from '../view.tsx';
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
    <View
      name="Live"
      tools={
        <>
          <Search
            label="Filter events"
            placeholder="Filter by type, provider, person or words"
            text={filter}
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
        </>
      }
      panel={
        open.value && <EventPanel arrived={open.value} onClose={() => (open.value = undefined)} />
      }
    >
      <FollowBus />
      {shown.length === 0 && <Nothing isFiltered={all.length > 0} />}
      <Rows of="events">
        {shown.map((each) => (
          <Row
            key={each.sequence}
            isOpen={each === open.value}
            onOpen={() => {
              open.value = each;
            }}
          >
            <EventCells arrived={each} />
          </Row>
        ))}
      </Rows>
    </View>
  );
}

function countNewer(shown: readonly ArrivedEvent[]): number {
  const newest = shown[0]?.sequence ?? 0;
  return arrived.value.filter(({ sequence }) => sequence > newest).length;
}

/** Of a file, whose message it belongs to. */
function personOf({ about, event }: ArrivedEvent): string {
  return whoOf(event) || (about?.who ?? '');
}

function matches(arrived: ArrivedEvent, filter: string): boolean {
  if (filter === '') return true;
  const { event } = arrived;
  const { provider } = event.detail.metadata;
  const text = [event['detail-type'], provider, personOf(arrived), firstWordsOf(event)].join(' ');
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

function EventCells({ arrived }: { readonly arrived: ArrivedEvent }) {
  const { at, event } = arrived;
  return (
    <>
      <span class="row-time">
        <Time at={at} />
      </span>
      <span class={`chip ${toneOf(event)}`}>{event['detail-type']}</span>
      <span class="row-provider">{event.detail.metadata.provider}</span>
      <bdi class="row-who">{personOf(arrived)}</bdi>
      <bdi class="row-words">{firstWordsOf(event)}</bdi>
    </>
  );
}

interface EventPanelProps {
  readonly arrived: ArrivedEvent;
  readonly onClose: () => void;
}

function EventPanel({ arrived: { about: subject, event }, onClose }: EventPanelProps) {
  return (
    <Panel title={event['detail-type']} onClose={onClose}>
      {subject && (
        <p>
          <a class="button" href={toHash({ view: 'conversations', open: subject.conversation })}>
            <Icon name="conversations" />
            <span>
              Open the conversation with <bdi>{subject.who}</bdi>
            </span>
          </a>
        </p>
      )}
      <JsonView value={event} label="Event as JSON" />
    </Panel>
  );
}
