import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { sizeText } from '../../../describe-event.ts';
import type { CallbackPage, CallbackSummary } from '../../../emulator-client/callback-log.ts';
import { routes } from '../../api.ts';
import { moveInList } from '../list-keys.ts';
import { goTo, place } from '../location.ts';
import { ask, follow } from '../request.ts';
import { Time } from '../time.tsx';
import { CallbackPanel } from './callback-panel.tsx';

/** As many as the emulator keeps. */
const maxCallbacks = 500;

/** Every callback with its response, refused ones too. */
export function CallbacksView() {
  const callbacks = useSignal<readonly CallbackSummary[] | undefined>(undefined);
  const refusedOnly = useSignal(false);
  useEffect(() => {
    const shown = new AbortController();
    let since = 0;
    void follow(async (signal) => {
      const wait = callbacks.value === undefined ? 0 : 25_000;
      const page = await ask<CallbackPage>(routes.callbacks, { since, wait }, { signal });
      // The emulator counts from 1 again when it was started again.
      const before = page.last < since ? [] : (callbacks.value ?? []);
      since = page.last;
      callbacks.value = [...page.callbacks.toReversed(), ...before].slice(0, maxCallbacks);
    }, shown.signal);
    return () => shown.abort();
  }, []);
  const shown = callbacks.value?.filter(({ status }) => !refusedOnly.value || status >= 300);
  const open = Number(place.value.open) || undefined;
  return (
    <div class={open ? 'view with-panel' : 'view'}>
      <section class="view-main" aria-label="Callbacks">
        <header class="view-head">
          <h1>Callbacks</h1>
          <p class="view-note">
            The newest 500 since the emulator started. Tokens and headers that may be secret are
            hidden.
          </p>
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
              <CallbackRow callback={callback} isOpen={callback.sequence === open} />
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

interface CallbackRowProps {
  readonly callback: CallbackSummary;
  readonly isOpen: boolean;
}

function CallbackRow({ callback, isOpen }: CallbackRowProps) {
  const { sequence, receivedAt, status, method, path, bodyBytes, elapsedMs } = callback;
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
      <span class={`chip ${status < 300 ? 'good' : 'bad'}`}>{status}</span>
      <span class="row-who mono">
        {method} {path}
      </span>
      <span class="row-words">
        {sizeText(bodyBytes)} in {elapsedMs} ms
      </span>
    </button>
  );
}
