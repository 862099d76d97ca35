import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { QuarantinedBody, QuarantineGroup, ReplayCounts } from '../api.ts';
import { routes } from '../routes.ts';
import { Beside } from './beside.tsx';
import { ConfirmedAction } from './confirmed-action.tsx';
import { JsonView } from './json-view.tsx';
import { Panel } from './panel.tsx';
import { Time } from './time.tsx';
import { daysAgo, useLoaded } from './use-loaded.ts';
import { Content, Row, Rows, View } from './view.tsx';
import { WhyUnrecognized } from './why-unrecognized.tsx';

/** What no adapter could read in the last 30 days. */
export function QuarantineView() {
  const groups = useLoaded<readonly QuarantineGroup[]>(routes.quarantine, { from: daysAgo(30) });
  const open = useSignal<string | undefined>(undefined);
  return (
    <View
      name="Quarantine"
      note="What no adapter could read in the last 30 days. It is stored in full: a version that recognizes it can replay it."
      panel={
        open.value && (
          <BodyPanel key={open.value} pk={open.value} onClose={() => (open.value = undefined)} />
        )
      }
    >
      <Content of={groups.value}>
        {(found) =>
          found.length === 0 ? (
            <p class="nothing">Every item was recognized.</p>
          ) : (
            found.map((group) => (
              <Group
                key={JSON.stringify({ ...group, items: undefined })}
                group={group}
                open={open.value}
                onOpen={(pk) => {
                  open.value = pk;
                }}
              />
            ))
          )
        }
      </Content>
    </View>
  );
}

interface GroupProps {
  readonly group: QuarantineGroup;
  readonly open: string | undefined;
  readonly onOpen: (pk: string) => void;
}

function Group({ group, open, onOpen }: GroupProps) {
  const { provider, providerEvent, count, items } = group;
  return (
    <section class="group">
      <header class="group-head">
        <h2>
          <WhyUnrecognized of={group} />
        </h2>
        <span class="chip">{countOf(count, 'item')}</span>
        <p>
          {provider} · <code>{providerEvent}</code>
        </p>
      </header>
      <Rows of="items">
        {items.map(({ pk, receivedAt }) => (
          <Row key={pk} isOpen={pk === open} onOpen={() => onOpen(pk)}>
            <span class="row-time">
              <Time at={receivedAt} form="date and clock" />
            </span>
            <span class="row-words mono">{pk}</span>
          </Row>
        ))}
      </Rows>
      {count > items.length && (
        <p class="view-note more">
          These are the newest {items.length}. <code>quarantine list</code> has all of them.
        </p>
      )}
    </section>
  );
}

function BodyPanel({ pk, onClose }: { readonly pk: string; readonly onClose: () => void }) {
  const item = useLoaded<QuarantinedBody>(routes.quarantined, { pk });
  return (
    <Panel title="Quarantined item" onClose={onClose}>
      <p class="mono">{pk}</p>
      <ConfirmedAction<ReplayCounts>
        name="Replay"
        route={routes.replay}
        query={{ pk }}
        canDo={({ stored }) => stored > 0}
        describe={({ dryRun, stored }) => {
          if (stored === 0) return 'This version does not recognize the item either.';
          return dryRun
            ? `This version recognizes the item. A replay publishes ${countOf(stored, 'event')}.`
            : `Published ${countOf(stored, 'event')}.`;
        }}
      />
      <Content of={item.value}>{(found) => <Compared item={found} />}</Content>
    </Panel>
  );
}

function countOf(count: number, thing: string): string {
  return `${count.toLocaleString()} ${thing}${count === 1 ? '' : 's'}`;
}

/** The body beside a documented one: what is different is what the adapter does not know. */
function Compared({ item }: { readonly item: QuarantinedBody }) {
  const { path, body, fixture } = item;
  const why = whyNoText(item);
  return (
    <>
      <p class="problem">
        <WhyUnrecognized of={item} />
      </p>
      <div class="beside">
        <Beside title="What came" nothing={why}>
          {body && <JsonView value={body} label="Quarantined body" marks={path ? [path] : []} />}
        </Beside>
        <Beside
          title={fixture ? `Fixture ${fixture.name}` : 'Fixture'}
          nothing={
            fixture ? undefined : 'There is no fixture of this provider that gives an event.'
          }
        >
          {fixture && <JsonView value={fixture.body} label="Fixture" />}
        </Beside>
      </div>
    </>
  );
}

function whyNoText({ body, notText }: QuarantinedBody): ComponentChildren {
  if (notText === undefined) {
    if (body === undefined) return 'The gateway no longer has the body: it has expired.';
    return body === '' ? 'The body is empty.' : undefined;
  }
  const { sizeBytes, command } = notText;
  return (
    <>
      The body is not text. It has {countOf(sizeBytes, 'byte')}, which this command prints in
      base64: <code>{command}</code>
    </>
  );
}
