import type { SendResponse } from '../send/open-sender.ts';
import type { Line } from '../terminal/lines.ts';

/** What a command prints of a callback that it has sent. */
export interface Triggered extends SendResponse {
  /** Name of the fixture that the callback was made of. */
  readonly fixture: string;
  /** The events that the gateway makes of it. */
  readonly events: readonly { readonly id: string; readonly type: string }[];
}

/** The response, and a line for each event. */
export function describeTriggered({
  fixture,
  status,
  elapsedMs,
  body,
  events,
}: Triggered): readonly Line[] {
  const isAccepted = status >= 200 && status < 300;
  return [
    [
      { text: `${status} in ${elapsedMs} ms`, style: isAccepted ? 'good' : 'bad' },
      `  ${fixture}`,
      { text: isAccepted ? '' : `  ${body}`, cut: true },
    ],
    ...(isAccepted
      ? events.map(({ id, type }): Line => [`  ${type}  `, { text: id, style: 'quiet' }])
      : []),
  ];
}
