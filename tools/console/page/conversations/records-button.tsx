import type { ComponentChildren } from 'preact';
import { Time } from '../time.tsx';

interface RecordsButtonProps {
  readonly at: string;
  readonly onOpen: () => void;
  /** What stands beside the time. */
  readonly children?: ComponentChildren;
}

/** The time of a message, which opens its records; all that is around it is its target. */
export function RecordsButton({ at, onOpen, children }: RecordsButtonProps) {
  return (
    <button
      type="button"
      class="bubble-foot"
      onClick={onOpen}
      title="Show the records of this message"
    >
      <span class="hidden">Records of the message at </span>
      <Time at={at} form="short clock" />
      {children}
    </button>
  );
}
