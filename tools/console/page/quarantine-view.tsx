import { useSignal } from '@preact/signals';
import type { QuarantinedBody, QuarantineGroup, ReplayCounts } from '../api.ts';
import { routes } from '../routes.ts';
import { ConfirmedAction } from './confirmed-action.tsx';
import { JsonView } from './json-view.tsx';
import { moveInList } from './list-keys.ts';
import { PageView } from './page-view.tsx';
import { Panel } from './panel.tsx';
import { Time } from './time.tsx';
import { daysAgo, useLoaded } from './use-loaded.ts';

/** What no adapter could read in the last 30 days. */
export function QuarantineView() {
  const groups = useLoaded<readonly QuarantineGroup[]>(routes.quarantine, { from: daysAgo(30) });
  const open = useSignal<string | undefined>(undefined);
  return (
    <div class={open.value ? 'view with-panel' : 'view'}>
      <PageView
        name="Quarantine"
        note="What no adapter could read in the last 30 days. Nothing of it is lost: a version that recognizes it can replay it."
        loaded={groups.value}
      >
        {(found) =>
          found.length === 0 ? (
            <p class="nothing">Every item was recognized.</p>
          ) : (
            found.map((group) => (
              <Group
                key={`${group.provider} ${group.providerEvent} ${group.reason}`}
                group={group}
                open={open.value}
                onOpen={(pk) => {
                  open.value = pk;
                }}
              />
            ))
          )
        }
      </PageView>
      {open.value && (
        <BodyPanel key={open.value} pk={open.value} onClose={() => (open.value = undefined)} />
      )}
    </div>
  );
}

interface GroupProps {
  readonly group: QuarantineGroup;
  readonly open: string | undefined;
  readonly onOpen: (pk: string) => void;
}

function Group({ group, open, onOpen }: GroupProps) {
  const { provider, providerEvent, reason, count, items } = group;
  return (
    <section class="group">
      <h2>
        {provider} · {providerEvent} · {reason} <span class="count">{count}</span>
      </h2>
      <ul class="rows" onKeyDown={moveInList}>
        {items.map(({ pk, receivedAt }) => (
          <li key={pk}>
            <button type="button" class="row" aria-pressed={pk === open} onClick={() => onOpen(pk)}>
              <span class="row-time">
                <Time at={receivedAt} form="date and clock" />
              </span>
              <span class="row-words mono">{pk}</span>
            </button>
          </li>
        ))}
      </ul>
      {count > items.length && (
        <p class="view-note more">
          The newest {items.length}. The command <code>quarantine list</code> has all of them.
        </p>
      )}
    </section>
  );
}

function BodyPanel({ pk, onClose }: { readonly pk: string; readonly onClose: () => void }) {
  const item = useLoaded<QuarantinedBody>(routes.quarantined, { pk });
  const { value, problem } = item.value;
  return (
    <Panel title="Quarantined item" onClose={onClose}>
      <p class="mono">{pk}</p>
      {problem && <p class="problem">{problem}</p>}
      <ConfirmedAction<ReplayCounts>
        name="Replay"
        route={routes.replay}
        query={{ pk }}
        canDo={({ stored }) => stored > 0}
        describe={({ dryRun, stored }) => {
          if (stored === 0) return 'This version does not recognize the item either.';
          return dryRun
            ? `This version recognizes the item. A replay publishes ${countEvents(stored)}.`
            : `Published ${countEvents(stored)}.`;
        }}
      />
      {value && <Compared item={value} />}
    </Panel>
  );
}

function countEvents(count: number): string {
  return count === 1 ? '1 event' : `${count} events`;
}

/** The body beside a documented one: what is different is what the adapter does not know. */
function Compared({ item }: { readonly item: QuarantinedBody }) {
  const { reason, path, problem, body, fixture } = item;
  const marks = path === undefined ? [] : [path];
  return (
    <>
      <p class="problem">
        {reason.replaceAll('_', ' ')}
        {path && (
          <>
            {' at '}
            <code>{path}</code>
          </>
        )}
        {problem && `: ${problem}`}
      </p>
      <div class="beside">
        <section>
          <h3>What came</h3>
          {body === undefined ? (
            <p class="view-note">The body has expired, or is not text.</p>
          ) : (
            <JsonView value={body} label="Quarantined body" marks={marks} />
          )}
        </section>
        <section>
          <h3>{fixture ? `Fixture ${fixture.name}` : 'Fixture'}</h3>
          {fixture === undefined ? (
            <p class="view-note">There is no fixture of this provider.</p>
          ) : (
            <JsonView value={fixture.body} label="Fixture" />
          )}
        </section>
      </div>
    </>
  );
}
