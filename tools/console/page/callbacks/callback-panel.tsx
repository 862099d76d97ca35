import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { isQuarantineEvent } from '../../../../shared/contract/event-kinds.ts';
import type { TributaryEvent } from '../../../../shared/contract/index.ts';
import type { CallbackDetail } from '../../api.ts';
import { routes } from '../../routes.ts';
import { JsonView } from '../json-view.tsx';
import { Panel } from '../panel.tsx';
import { ask } from '../request.ts';
import { Time } from '../time.tsx';

interface CallbackPanelProps {
  readonly sequence: number;
  readonly onClose: () => void;
}

/** A callback beside the events that it gives. */
export function CallbackPanel({ sequence, onClose }: CallbackPanelProps) {
  const detail = useSignal<CallbackDetail | undefined>(undefined);
  const problem = useSignal('');
  useEffect(() => {
    ask<CallbackDetail>(routes.callback, { sequence })
      .then((found) => {
        detail.value = found;
      })
      .catch((error: Error) => {
        problem.value = error.message;
      });
  }, [sequence]);
  return (
    <Panel title={`Callback ${sequence}`} onClose={onClose}>
      {problem.value && <p class="problem">{problem.value}</p>}
      {detail.value && <Detail detail={detail.value} />}
    </Panel>
  );
}

function Detail({ detail }: { readonly detail: CallbackDetail }) {
  const { row, sections, text, outcome, note } = detail;
  // A line of a log has neither a body nor events beside it.
  const hasContent = text !== undefined || outcome !== undefined || note === undefined;
  const marks = outcome?.events
    .filter(isQuarantineEvent)
    .flatMap(({ detail }) => detail.data.path ?? []);
  return (
    <>
      <p class="mono">{row.what}</p>
      <p>
        <Time at={row.receivedAt} form="date and clock" /> · {row.outcome} · {row.more}
      </p>
      {note && <p class="view-note">{note}</p>}
      {hasContent && (
        <div class="beside">
          <section>
            <h3>Body</h3>
            {text === '' && <p class="view-note">The body is empty.</p>}
            {text === undefined && <p class="view-note">There is no body in text here.</p>}
            {text && <JsonView value={text} label="Body of the callback" marks={marks} />}
          </section>
          <section>
            <h3>Events</h3>
            {outcome === undefined && <p class="view-note">No event is known of this callback.</p>}
            {outcome?.others.map((line) => (
              <p class="view-note" key={line}>
                {line}
              </p>
            ))}
            {outcome?.events.map((event) => (
              <EventItem key={event.detail.metadata.id} event={event} />
            ))}
          </section>
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

function EventItem({ event }: { readonly event: TributaryEvent }) {
  return (
    <>
      {isQuarantineEvent(event) && (
        <p class="problem">
          {event.detail.data.reason.replaceAll('_', ' ')}
          {event.detail.data.path && (
            <>
              {' at '}
              <code>{event.detail.data.path}</code>
            </>
          )}
          {event.detail.data.problem && `: ${event.detail.data.problem}`}
        </p>
      )}
      <JsonView value={event} label={event['detail-type']} />
    </>
  );
}
