import { signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Reading } from '../api.ts';
import { routes } from '../routes.ts';
import { ask } from './request.ts';
import { about } from './site.ts';

/** How far the whole table was read; `undefined` before the server was asked. */
const reading = signal<Reading | undefined>(undefined);

/** Changes when the table has been read: a list then has more. */
export const timesRead = signal(0);

const pollMs = 700;

/** Offers to read the whole table, with what it costs, for what no index has. Reading on the emulator costs nothing. */
export function ReadTable({ finds }: { readonly finds: string }) {
  const problem = useSignal('');
  useEffect(() => {
    if (reading.value === undefined) void update(problem);
  }, []);
  if (about.value.isOnEmulator) return null;
  const state = reading.value;
  return (
    <section class="read-table" aria-label="Reading the table" aria-live="polite">
      {state?.state === 'reading' ? (
        <p>{state.items.toLocaleString()} items read…</p>
      ) : state?.state === 'read' ? (
        <p>
          The whole table was read: {state.items.toLocaleString()} items.{' '}
          <ReadButton name="Read it again" cost={state.cost} problem={problem} />
        </p>
      ) : (
        <p>
          {finds} are those that were seen since the console was opened. No index has all of them.{' '}
          <ReadButton name="Read the whole table" cost={state?.cost} problem={problem} />
        </p>
      )}
      {(problem.value || state?.problem) && (
        <p class="problem">{problem.value || state?.problem}</p>
      )}
    </section>
  );
}

interface ReadButtonProps {
  readonly name: string;
  readonly cost: string | undefined;
  readonly problem: { value: string };
}

function ReadButton({ name, cost, problem }: ReadButtonProps) {
  return (
    <button type="button" disabled={cost === undefined} onClick={() => void start(problem)}>
      {name} ({cost ?? '…'})
    </button>
  );
}

async function start(problem: { value: string }): Promise<void> {
  problem.value = '';
  try {
    reading.value = await ask<Reading>(routes.reading, {}, { method: 'POST' });
    while (reading.value?.state === 'reading') {
      await new Promise((resolve) => setTimeout(resolve, pollMs));
      reading.value = await ask<Reading>(routes.reading);
    }
    timesRead.value += 1;
  } catch (error) {
    problem.value = error instanceof Error ? error.message : String(error);
  }
}

async function update(problem: { value: string }): Promise<void> {
  try {
    reading.value = await ask<Reading>(routes.reading);
  } catch (error) {
    problem.value = error instanceof Error ? error.message : String(error);
  }
}
