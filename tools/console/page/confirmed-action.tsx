import { useSignal } from '@preact/signals';
import { ask } from './request.ts';
import { site } from './site.ts';
import { WritingQuestion } from './writing.tsx';

interface ConfirmedActionProps<Counts> {
  /** What the button says. */
  readonly name: string;
  readonly route: string;
  readonly query: Readonly<Record<string, string>>;
  /** Whether there is anything to do. */
  readonly canDo: (counts: Counts) => boolean;
  /** What would happen, and afterwards what has happened. */
  readonly describe: (counts: Counts) => string;
}

interface Asked<Counts> {
  readonly counts?: Counts;
  readonly isDone?: boolean;
  readonly problem?: string;
}

/** Something that writes: it first says what it would do, and does it when the person agrees. */
export function ConfirmedAction<Counts>(props: ConfirmedActionProps<Counts>) {
  const { name, route, query, canDo, describe } = props;
  const asked = useSignal<Asked<Counts>>({});
  const request = async (more: Readonly<Record<string, string>>, isDone: boolean) => {
    asked.value = await ask<Counts>(route, { ...query, ...more }, { method: 'POST' }).then(
      (counts) => ({ counts, isDone }),
      (error: Error) => ({ problem: error.message }),
    );
  };
  const { counts, isDone = false, problem } = asked.value;
  if (problem !== undefined) return <p class="problem">{problem}</p>;
  if (counts === undefined) {
    return (
      <p class="confirm">
        <button type="button" onClick={() => request({}, false)}>
          {name}…
        </button>
      </p>
    );
  }
  const mayAct = !isDone && canDo(counts);
  return (
    <div class="confirm" role="status">
      <span>{describe(counts)}</span>
      {mayAct && site.value.isWritingAllowed && (
        <button type="button" class="primary" onClick={() => request({ confirmed: 'yes' }, true)}>
          {name} now
        </button>
      )}
      {mayAct && !site.value.isWritingAllowed && <WritingQuestion />}
    </div>
  );
}
