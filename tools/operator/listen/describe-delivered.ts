import type { EventEnvelope } from '../../emulator-client/event-log.ts';
import type { Line, Style } from '../terminal/lines.ts';
import type { Delivery } from './delivery.ts';

/** What identifies an event in a list. */
export interface EventIdentity {
  /** `metadata.id`; that of the envelope for an event of another source. */
  readonly id: string;
  readonly type: string;
  readonly provider: string;
}

/** What a command prints of a delivery. */
export type Delivered = EventIdentity & Delivery;

export function identityOf({
  id,
  source,
  detail,
  'detail-type': type,
}: EventEnvelope): EventIdentity {
  const { metadata } = (detail ?? {}) as { readonly metadata?: { readonly id?: string } };
  return { id: metadata?.id ?? id, type, provider: source.slice(source.indexOf('.') + 1) };
}

/** One line: what arrived, and what the receiver made of it. */
export function describeDelivered(delivered: Delivered): readonly Line[] {
  const { outcome, attempts, elapsedMs, type, provider, id, body } = delivered;
  const style: Style = outcome === 'delivered' ? 'good' : 'bad';
  const tries = attempts === 1 ? '' : `, attempt ${attempts}`;
  return [
    [
      { text: toResult(delivered).padEnd(14), style },
      { text: `${String(elapsedMs).padStart(5)} ms${tries}  `, style: 'quiet' },
      { text: type.padEnd(24), style: 'strong' },
      ` ${provider}  `,
      { text: id, style: 'quiet' },
      { text: body === undefined ? '' : `  ${body}`, cut: true },
    ],
  ];
}

function toResult({ status, exitCode, problem }: Delivered): string {
  if (status !== undefined) return String(status);
  return exitCode === undefined ? (problem ?? 'failed') : `exit code ${exitCode}`;
}
