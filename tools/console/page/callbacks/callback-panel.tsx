import { isQuarantineEvent } from '../../../../shared/contract/event-kinds.ts';
import type { CallbackDetail } from '../../api.ts';
import { routes } from '../../routes.ts';
import { Beside } from '../beside.tsx';
import { JsonView } from '../json-view.tsx';
import { Panel } from '../panel.tsx';
import { Time } from '../time.tsx';
import { useLoaded } from '../use-loaded.ts';
import { Content } from '../view.tsx';
import { WhyUnrecognized } from '../why-unrecognized.tsx';

interface CallbackPanelProps {
  readonly sequence: number;
  readonly onClose: () => void;
}

/** A callback beside the events that it gives. */
export function CallbackPanel({ sequence, onClose }: CallbackPanelProps) {
  const detail = useLoaded<CallbackDetail>(routes.callback, { sequence: String(sequence) });
  return (
    <Panel title={`Callback ${sequence}`} onClose={onClose}>
      <Content of={detail.value}>{(found) => <Detail detail={found} />}</Content>
    </Panel>
  );
}

function Detail({ detail }: { readonly detail: CallbackDetail }) {
  const { row, sections, text, outcome, note } = detail;
  // A line of a log has neither a body nor events beside it.
  const hasContent = text !== undefined || outcome !== undefined || note === undefined;
  const quarantined = outcome?.events.filter(isQuarantineEvent) ?? [];
  return (
    <>
      <p class="mono">{row.what}</p>
      <p>
        <Time at={row.receivedAt} form="date and clock" /> · {row.outcome} · {row.more}
      </p>
      {note && <p class="view-note">{note}</p>}
      {quarantined.map(({ detail: { metadata, data } }) => (
        <p class="problem" key={metadata.id}>
          <WhyUnrecognized of={data} />
        </p>
      ))}
      {hasContent && (
        <div class="beside">
          <Beside title="Body" nothing={describeText(text)}>
            {text && (
              <JsonView
                value={text}
                label="Body of the callback"
                marks={quarantined.flatMap((event) => event.detail.data.path ?? [])}
              />
            )}
          </Beside>
          <Beside title="Events" nothing={outcome ? undefined : 'No event is known of it.'}>
            {outcome?.others.map((line) => (
              <p class="view-note" key={line}>
                {line}
              </p>
            ))}
            {outcome?.events.map((event) => (
              <JsonView key={event.detail.metadata.id} value={event} label={event['detail-type']} />
            ))}
          </Beside>
        </div>
      )}
      {Object.entries(sections).map(([name, section]) => (
        <details key={name} open={outcome === undefined}>
          <summary>{name}</summary>
          <JsonView value={section} label={name} />
        </details>
      ))}
    </>
  );
}

function describeText(text: string | undefined): string | undefined {
  if (text === undefined) return 'There is no body in text here.';
  return text === '' ? 'The body is empty.' : undefined;
}
