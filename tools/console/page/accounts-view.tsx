import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import type { Thing, ThingKind, ThingSummary, ThingsPage } from '../api.ts';
import { routes } from '../routes.ts';
import { arrived, followEvents } from './live/arrived-events.ts';
import { goTo, place } from './location.ts';
import { Panel } from './panel.tsx';
import { ReadTable, timesRead } from './read-table.tsx';
import { RecordLine } from './record-line.tsx';
import { sayWords } from './say-words.ts';
import { Time } from './time.tsx';
import { useLoaded } from './use-loaded.ts';
import { Content, Row, Rows, Search, View } from './view.tsx';

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
  const open = readOpen(place.value.open);
  return (
    <View
      name="Accounts, phone numbers, templates"
      tools={
        <>
          <Search
            label="Search accounts, phone numbers and templates"
            placeholder="Name, number or id"
            text={text}
            onChange={() => (next.value = '')}
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
        </>
      }
      panel={
        open && (
          <ThingPanel key={place.value.open} of={open} onClose={() => goTo({ view: 'accounts' })} />
        )
      }
    >
      <ReadTable finds="Accounts, phone numbers and templates here" />
      <Content of={page.value}>
        {({ things, next: following }) => (
          <>
            {things.length === 0 && (
              <p class="nothing">
                {text.value ? 'Nothing has this name, number or id.' : 'No callback was about any.'}
              </p>
            )}
            <Rows of="things">
              {things.map((thing) => (
                <Row
                  key={toOpen(thing)}
                  isOpen={toOpen(thing) === place.value.open}
                  onOpen={() => goTo({ view: 'accounts', open: toOpen(thing) })}
                >
                  <ThingCells thing={thing} />
                </Row>
              ))}
            </Rows>
            <p class="pages">
              {next.value !== '' && (
                <button type="button" onClick={() => (next.value = '')}>
                  First page
                </button>
              )}
              {following && (
                <button type="button" onClick={() => (next.value = following)}>
                  Next page
                </button>
              )}
            </p>
          </>
        )}
      </Content>
    </View>
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

function ThingCells({ thing }: { readonly thing: ThingSummary }) {
  const { kind, provider, name, states, lastAt } = thing;
  return (
    <>
      <span class="row-kind">{kindNames[kind]}</span>
      <bdi class="row-who">{name}</bdi>
      <span class="row-states">
        {Object.entries(states).map(([aspect, value]) => (
          <StateChip key={aspect} aspect={aspect} value={value} />
        ))}
      </span>
      <span class="row-provider">{provider}</span>
      <span class="row-time">
        <Time at={lastAt} form="date and clock" />
      </span>
    </>
  );
}

const kindNames = { account: 'Account', phone: 'Number', template: 'Template' } as const;

interface StateProps {
  readonly aspect: string;
  readonly value: string;
}

/** A state as a person would say it; the word of the provider is under the pointer. */
function StateChip({ aspect, value }: StateProps) {
  return (
    <span class={`chip ${toneOfState(value)}`} title={`${aspect}: ${value}`}>
      <span class="hidden">{aspect}: </span>
      {sayState(aspect, value)}
    </span>
  );
}

function sayState(aspect: string, value: string): string {
  const words = sayWords(value, /a day$/.test(aspect) ? aspect : undefined);
  // `Approved` alone does not say what was.
  return /^(name|username)$/.test(aspect)
    ? `${sayWords(aspect)} ${words.toLocaleLowerCase()}`
    : words;
}

/** What an event about a thing says. */
function sayChange({ detail: { data } }: TributaryEvent): string | undefined {
  if (!('current' in data) || data.current === undefined) return undefined;
  const aspect = 'aspect' in data ? data.aspect : '';
  return sayState(aspect, data.current);
}

/** The words of the providers that a person must see at once. */
function toneOfState(value: string): string {
  if (/unflagged|reinstate/i.test(value)) return 'good';
  if (/reject|disable|ban|restrict|red|violation|delete|flagged/i.test(value)) return 'bad';
  if (/pause|yellow|pending|appeal|warning|downgrade/i.test(value)) return 'warning';
  return /approve|green|verified|connected|upgrade/i.test(value) ? 'good' : 'quiet';
}

function ThingPanel({ of, onClose }: { readonly of: Named; readonly onClose: () => void }) {
  const thing = useLoaded<Thing>(routes.thing, { ...of });
  return (
    <Panel title={thing.value.value?.summary.name ?? of.id} onClose={onClose}>
      <p class="mono">
        {of.kind} {of.id} · {of.provider}
      </p>
      <Content of={thing.value}>
        {({ summary, history }) => (
          <>
            <dl class="states">
              {Object.entries(summary.states).map(([aspect, value]) => (
                <div key={aspect}>
                  <dt>{sayWords(aspect)}</dt>
                  <dd>
                    <StateChip aspect={aspect} value={value} />
                    <code>{value}</code>
                  </dd>
                </div>
              ))}
            </dl>
            <h3>History</h3>
            <ol class="records">
              {history.map((event) => (
                <RecordLine key={event.detail.metadata.id} event={event} words={sayChange(event)} />
              ))}
            </ol>
          </>
        )}
      </Content>
    </Panel>
  );
}
