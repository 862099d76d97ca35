import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { TimelineMessage } from '../../../../shared/reader/read-conversation.ts';
import { firstWordsOf } from '../../../describe-event.ts';
import type { ShownRecord } from '../../api.ts';
import { routes } from '../../routes.ts';
import { JsonView } from '../json-view.tsx';
import { Panel } from '../panel.tsx';
import { ask } from '../request.ts';
import { Time } from '../time.tsx';

interface RecordsPanelProps {
  readonly message: TimelineMessage;
  readonly onClose: () => void;
}

/** Everything that the table has about a message, in the order in which it happened. */
export function RecordsPanel({ message, onClose }: RecordsPanelProps) {
  const records = useSignal<readonly ShownRecord[] | undefined>(undefined);
  const { metadata, data } = message.message;
  const { provider } = metadata;
  const { id } = data.message;
  useEffect(() => {
    ask<readonly ShownRecord[]>(routes.records, { provider, message: id })
      .then((found) => {
        records.value = found;
      })
      .catch(() => {
        records.value = [];
      });
  }, [provider, id]);
  return (
    <Panel title="Records of the message" onClose={onClose}>
      <p class="mono">{id}</p>
      {records.value?.length === 0 && <p>The table has no records of this message any more.</p>}
      <ol class="records">
        {records.value?.map((record) => (
          <RecordItem key={`${record.pk} ${record.sk}`} record={record} />
        ))}
      </ol>
    </Panel>
  );
}

function RecordItem({ record: { sk, event, raw } }: { readonly record: ShownRecord }) {
  return (
    <li>
      <p class="record-head">
        <strong>{event?.['detail-type'] ?? sk}</strong>
        {event && <Time at={event.detail.metadata.occurredAt} form="date and clock" />}
      </p>
      {event && (
        <p class="record-words">
          <bdi>{firstWordsOf(event)}</bdi>
        </p>
      )}
      <p class="mono">{sk}</p>
      {event && (
        <details>
          <summary>Event</summary>
          <JsonView value={event} label={`Event ${sk}`} />
        </details>
      )}
      {raw && (
        <details>
          <summary>Provider's JSON</summary>
          <JsonView value={raw} label={`JSON of the provider for ${sk}`} />
        </details>
      )}
    </li>
  );
}
