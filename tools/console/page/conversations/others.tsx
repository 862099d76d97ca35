import type { CallState } from '../../../../shared/reader/call-state.ts';
import type { PaymentState } from '../../../../shared/reader/payment-state.ts';
import { Icon } from '../icons.tsx';
import { Time } from '../time.tsx';

/** A call, as a line of the chat. */
export function CallLine({ call, at }: { readonly call: CallState; readonly at: string }) {
  const { direction, missed, durationSeconds } = call.call;
  const what = direction === 'outbound' ? 'Call to the user' : 'Call from the user';
  const end = missed
    ? 'missed'
    : durationSeconds === undefined
      ? call.current
      : `${call.current}, ${durationText(durationSeconds)}`;
  return (
    <p class="system with-icon">
      <Icon name="call" />
      <span>
        {what}: {end}
      </span>
      <Time at={at} form="short clock" />
    </p>
  );
}

/** A payment, as a line of the chat. */
export function PaymentLine({
  payment,
  at,
}: {
  readonly payment: PaymentState;
  readonly at: string;
}) {
  const { amount, currency, referenceId } = payment.payment;
  return (
    <p class="system with-icon">
      <Icon name="payment" />
      <span>
        Payment {referenceId}: {[payment.current, amount, currency].filter(Boolean).join(' ')}
      </span>
      <Time at={at} form="short clock" />
    </p>
  );
}

function durationText(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds} s` : `${minutes} min ${seconds % 60} s`;
}
