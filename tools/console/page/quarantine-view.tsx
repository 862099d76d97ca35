import { useSignal } from '@preact/signals';
import { type QuarantinedItem, type ReplayCounts, routes } from '../api.ts';
import { ConfirmedAction } from './confirmed-action.tsx';
import { JsonView } from './json-view.tsx';
import { moveInList } from './list-keys.ts';
import { PageView } from './page-view.tsx';
import { Panel } from './panel.tsx';
import { Time } from './time.tsx';
import { daysAgo, useLoaded } from './use-loaded.ts';

/** What no adapter could read in the last 30 days. */
export function QuarantineView() {
  const items = useLoaded<readonly QuarantinedItem[]>(routes.quarantine, { from: daysAgo(30) });
  const open = useSignal<string | undefined>(undefined);
  return (
    <div class={open.value ? 'view with-panel' : 'view'}>
      <PageView
        name="Quarantine"
        note="What no adapter could read in the last 30 days. Nothing of it is lost: a version that recognizes it can replay it."
        loaded={items.value}
      >
        {(found) =>
          found.length === 0 ? (
            <p class="nothing">Every item was recognized.</p>
          ) : (
            groupByReason(found).map(([reason, group]) => (
              <section class="group" key={reason}>
                <h2>
                  {reason} <span class="count">{group.length}</span>
                </h2>
                <ul class="rows" onKeyDown={moveInList}>
                  {group.map(({ pk, receivedAt }) => (
                    <li key={pk}>
                      <button
                        type="button"
                        class="row"
                        aria-pressed={pk === open.value}
                        onClick={() => {
                          open.value = pk;
                        }}
                      >
                        <span class="row-time">
                          <Time at={receivedAt} form="date and clock" />
                        </span>
                        <span class="row-words mono">{pk}</span>
                      </button>
                    </li>
                  ))}
                </ul>
              </section>
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

/** The largest group first. */
function groupByReason(
  items: readonly QuarantinedItem[],
): readonly (readonly [string, readonly QuarantinedItem[]])[] {
  const groups = Map.groupBy(
    items,
    ({ provider, providerEvent, reason }) => `${provider} · ${providerEvent} · ${reason}`,
  );
  return [...groups].sort(([, one], [, other]) => other.length - one.length);
}

function BodyPanel({ pk, onClose }: { readonly pk: string; readonly onClose: () => void }) {
  const item = useLoaded<object>(routes.quarantined, { pk });
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
            ? `This version recognizes the item. A replay publishes ${stored} events.`
            : `Published ${stored} events.`;
        }}
      />
      {value && <JsonView value={value} label="Quarantined item as JSON" />}
    </Panel>
  );
}
