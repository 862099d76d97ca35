import type { TimelineMessage } from '../../../../shared/reader/read-conversation.ts';
import type { ShownRecord } from '../../api.ts';
import { routes } from '../../routes.ts';
import { Panel } from '../panel.tsx';
import { RecordLine } from '../record-line.tsx';
import { useLoaded } from '../use-loaded.ts';
import { Content } from '../view.tsx';

interface RecordsPanelProps {
  readonly message: TimelineMessage;
  readonly onClose: () => void;
}

/** Everything that the table has about a message, in the order in which it happened. */
export function RecordsPanel({ message, onClose }: RecordsPanelProps) {
  const { metadata, data } = message.message;
  const { id } = data.message;
  const query = { provider: metadata.provider, message: id };
  const records = useLoaded<readonly ShownRecord[]>(routes.records, query);
  return (
    <Panel title="Records of the message" onClose={onClose}>
      <p class="mono">{id}</p>
      <Content of={records.value}>
        {(found) => (
          <ol class="records">
            {found.map(({ pk, sk, event, raw }) => (
              <RecordLine key={`${pk} ${sk}`} event={event} sk={sk} raw={raw} />
            ))}
          </ol>
        )}
      </Content>
    </Panel>
  );
}
