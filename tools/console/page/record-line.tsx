import type { TributaryEvent } from '../../../shared/contract/index.ts';
import { firstWordsOf } from '../../describe-event.ts';
import { JsonView } from './json-view.tsx';
import { Time } from './time.tsx';

interface RecordLineProps {
  readonly event: TributaryEvent | undefined;
  /** What happened. @default the first words of the event */
  readonly words?: string | undefined;
  /** Sort key of the record, where there is more than events. */
  readonly sk?: string | undefined;
  /** JSON of the provider. */
  readonly raw?: string | undefined;
}

/** A record in a list of what happened to a thing. */
export function RecordLine({ event, words, sk, raw }: RecordLineProps) {
  const name = sk ?? event?.detail.metadata.id ?? '';
  return (
    <li>
      <p class="record-head">
        <strong>{event?.['detail-type'] ?? sk}</strong>
        {event && <Time at={event.detail.metadata.occurredAt} form="date and clock" />}
      </p>
      {event && (
        <p class="record-words">
          <bdi title={firstWordsOf(event)}>{words ?? firstWordsOf(event)}</bdi>
        </p>
      )}
      {sk && <p class="mono">{sk}</p>}
      {event && (
        <details>
          <summary>Event</summary>
          <JsonView value={event} label={`Event ${name}`} />
        </details>
      )}
      {raw && (
        <details>
          <summary>Provider's JSON</summary>
          <JsonView value={raw} label={`JSON of the provider for ${name}`} />
        </details>
      )}
    </li>
  );
}
