import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { firstWordsOf } from '../../describe-event.ts';
import type { Thing, ThingKind, ThingSummary, ThingsPage } from '../api.ts';
import { routes } from '../routes.ts';
import { JsonView } from './json-view.tsx';
import { moveInList } from './list-keys.ts';
import { arrived, followEvents } from './live/arrived-events.ts';
import { goTo, place } from './location.ts';
import { Panel } from './panel.tsx';
import { ReadTable, timesRead } from './read-table.tsx';
import { Time } from './time.tsx';
import { useLoaded } from './use-loaded.ts';

const kinds: readonly { readonly id: '' | ThingKind; readonly name: string }[] = [
  { id: '', name: 'All' },
  { id: 'account', name: 'Accounts' },
  { id: 'phone', name: 'Phone numbers' },
  { id: 'template', name: 'Templates' },
];

/** The accounts, phone numbers and templates of the business: how they are, and what happened to them. */
export function AccountsView() {
  const kind = useSignal<'' | ThingKind>('');
  const text = useSignal('');
  const next = useSignal('');
  useEffect(followEvents, []);
  const changes = arrived.value.filter(({ event }) =>
    /^(account|phone|template)\./.test(event['detail-type']),
  ).length;
  const query = { kind: kind.value, text: text.value, next: next.value };
  const page = useLoaded<ThingsPage>(routes.things, query, timesRead.value + changes);
  const { value, problem } = page.value;
  const open = readOpen(place.value.open);
  return (
    <div class={open ? 'view with-panel' : 'view'}>
      <section class="view-main" aria-label="Accounts">
        <header class="view-head">
          <h1>Accounts, phone numbers, templates</h1>
          <input
            type="search"
            placeholder="Name, number or id"
            aria-label="Search accounts, phone numbers and templates"
            value={text.value}
            onInput={({ currentTarget }) => {
              text.value = currentTarget.value;
              next.value = '';
            }}
          />
          <fieldset class="tabs" aria-label="What to show">
            {kinds.map(({ id, name }) => (
              <button
                key={id}
                type="button"
                aria-pressed={kind.value === id}
                onClick={() => {
                  kind.value = id;
                  next.value = '';
                }}
              >
                {name}
              </button>
            ))}
          </fieldset>
        </header>
        <ReadTable finds="Accounts, phone numbers and templates here" />
        {problem && <p class="problem">{problem}</p>}
        {value?.things.length === 0 && <p class="nothing">No callback was about any.</p>}
        <ul class="rows things" onKeyDown={moveInList}>
          {value?.things.map((thing) => (
            <li key={toOpen(thing)}>
              <ThingRow thing={thing} isOpen={toOpen(thing) === place.value.open} />
            </li>
          ))}
        </ul>
        <p class="pages">
          {next.value !== '' && (
            <button type="button" onClick={() => (next.value = '')}>
              First page
            </button>
          )}
          {value?.next && (
            <button type="button" onClick={() => (next.value = value.next ?? '')}>
              Next page
            </button>
          )}
        </p>
      </section>
      {open && (
        <ThingPanel key={place.value.open} of={open} onClose={() => goTo({ view: 'accounts' })} />
      )}
    </div>
  );
}

type Named = Pick<ThingSummary, 'kind' | 'provider' | 'id'>;

/** The place of a thing in the address. */
function toOpen({ kind, provider, id }: Named): string {
  return [kind, provider, id].join(' ');
}

function readOpen(open: string | undefined): Named | undefined {
  const [, kind, provider, id] = /^(account|phone|template) (\S+) (.+)$/.exec(open ?? '') ?? [];
  const known = kinds.find((each) => each.id === kind)?.id;
  return known && provider && id ? { kind: known, provider, id } : undefined;
}

function ThingRow({ thing, isOpen }: { readonly thing: ThingSummary; readonly isOpen: boolean }) {
  const { kind, provider, name, lastAt } = thing;
  return (
    <button
      type="button"
      class="row"
      aria-pressed={isOpen}
      onClick={() => goTo({ view: 'accounts', open: toOpen(thing) })}
    >
      <span class="row-kind">{kind}</span>
      <bdi class="row-who">{name}</bdi>
      <span class="row-states">
        <States of={thing} />
      </span>
      <span class="row-provider">{provider}</span>
      <span class="row-time">
        <Time at={lastAt} form="date and clock" />
      </span>
    </button>
  );
}

function States({ of }: { readonly of: ThingSummary }) {
  return (
    <>
      {Object.entries(of.states).map(([aspect, value]) => (
        <span key={aspect} class={`chip ${toneOfState(value)}`} title={aspect}>
          <span class="hidden">{aspect}: </span>
          {value}
        </span>
      ))}
    </>
  );
}

/** The words of the providers that a person must see at once. */
function toneOfState(value: string): string {
  if (/reject|disable|ban|restrict|red|violation|delete|flagged/i.test(value)) return 'bad';
  if (/pause|yellow|pending|appeal|warning|limit/i.test(value)) return 'warning';
  return /approve|green|verified|reinstate|connected/i.test(value) ? 'good' : 'quiet';
}

function ThingPanel({ of, onClose }: { readonly of: Named; readonly onClose: () => void }) {
  const thing = useLoaded<Thing>(routes.thing, { ...of });
  const { value, problem } = thing.value;
  return (
    <Panel title={value?.summary.name ?? of.id} onClose={onClose}>
      <p class="mono">
        {of.kind} {of.id} · {of.provider}
      </p>
      {problem && <p class="problem">{problem}</p>}
      {value && (
        <>
          <dl class="states">
            {Object.entries(value.summary.states).map(([aspect, state]) => (
              <div key={aspect}>
                <dt>{aspect}</dt>
                <dd>
                  <span class={`chip ${toneOfState(state)}`}>{state}</span>
                </dd>
              </div>
            ))}
          </dl>
          <h3>History</h3>
          <ol class="records">
            {value.history.map((event) => (
              <li key={event.detail.metadata.id}>
                <p class="record-head">
                  <strong>{event['detail-type']}</strong>
                  <Time at={event.detail.metadata.occurredAt} form="date and clock" />
                </p>
                <p class="record-words">
                  <bdi>{firstWordsOf(event)}</bdi>
                </p>
                <details>
                  <summary>Event</summary>
                  <JsonView value={event} label={`Event ${event.detail.metadata.id}`} />
                </details>
              </li>
            ))}
          </ol>
        </>
      )}
    </Panel>
  );
}
