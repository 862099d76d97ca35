import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { CallbackRow, CallbacksPage } from '../../api.ts';
import { routes } from '../../routes.ts';
import { moveInList } from '../list-keys.ts';
import { goTo, place } from '../location.ts';
import { ask, follow } from '../request.ts';
import { Time } from '../time.tsx';
import { CallbackPanel } from './callback-panel.tsx';

/** As many as the emulator keeps. */
const maxCallbacks = 500;

const emulatorNote =
  'The newest 500 since the emulator started. Tokens and headers that may be secret are hidden.';

/** Every callback with its response, refused ones too. */
export function CallbacksView() {
  const callbacks = useSignal<readonly CallbackRow[] | undefined>(undefined);
  const refusedOnly = useSignal(false);
  const note = useSignal('');
  useEffect(() => {
    const shown = new AbortController();
    let since = 0;
    void follow(async (signal) => {
      const wait = callbacks.value === undefined ? 0 : 25_000;
      const page = await ask<CallbacksPage>(routes.callbacks, { since, wait }, { signal });
      // The emulator counts from 1 again when it was started again.
      const before = page.last < since ? [] : (callbacks.value ?? []);
      since = page.last;
      note.value = page.note ?? emulatorNote;
      callbacks.value = [...page.callbacks.toReversed(), ...before].slice(0, maxCallbacks);
    }, shown.signal);
    return () => shown.abort();
  }, []);
  const shown = callbacks.value?.filter(({ isRefused }) => !refusedOnly.value || isRefused);
  const open = Number(place.value.open) || undefined;
  return (
    <div class={open ? 'view with-panel' : 'view'}>
      <section class="view-main" aria-label="Callbacks">
        <header class="view-head">
          <h1>Callbacks</h1>
          <p class="view-note">{note.value}</p>
          <button
            type="button"
            aria-pressed={refusedOnly.value}
            onClick={() => {
              refusedOnly.value = !refusedOnly.value;
            }}
          >
            Only refused
          </button>
        </header>
        {shown === undefined && <p class="nothing">Reading callbacks…</p>}
        {shown?.length === 0 && <p class="nothing">No callbacks yet.</p>}
        <ul class="rows callbacks" onKeyDown={moveInList}>
          {shown?.map((callback) => (
            <li key={callback.sequence}>
              <Row callback={callback} isOpen={callback.sequence === open} />
            </li>
          ))}
        </ul>
      </section>
      {open && (
        <CallbackPanel key={open} sequence={open} onClose={() => goTo({ view: 'callbacks' })} />
      )}
    </div>
  );
}

interface RowProps {
  readonly callback: CallbackRow;
  readonly isOpen: boolean;
}

function Row({ callback, isOpen }: RowProps) {
  const { sequence, receivedAt, outcome, what, more } = callback;
  return (
    <button
      type="button"
      class="row"
      aria-pressed={isOpen}
      onClick={() => goTo({ view: 'callbacks', open: String(sequence) })}
    >
      <span class="row-time">
        <Time at={receivedAt} />
      </span>
      <span class={`chip ${toneOf(callback)}`}>{outcome}</span>
      <span class="row-who mono">{what}</span>
      <span class="row-words">{more}</span>
    </button>
  );
}

function toneOf({ isRefused, outcome }: CallbackRow): string {
  if (isRefused) return 'bad';
  return /^(2|stored)/.test(outcome) ? 'good' : 'quiet';
}
