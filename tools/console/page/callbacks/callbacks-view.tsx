import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { CallbackRow, CallbacksPage } from '../../api.ts';
import { routes } from '../../routes.ts';
import { goTo, place } from '../location.ts';
import { ask, follow } from '../request.ts';
import { Time } from '../time.tsx';
import { Row, Rows, Toggle, View } from '../view.tsx';
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
    <View
      name="Callbacks"
      note={note.value}
      tools={<Toggle name="Only refused" isOn={refusedOnly} />}
      panel={
        open && (
          <CallbackPanel key={open} sequence={open} onClose={() => goTo({ view: 'callbacks' })} />
        )
      }
    >
      {shown === undefined && <p class="nothing">Reading callbacks…</p>}
      {shown?.length === 0 && (
        <p class="nothing">
          {refusedOnly.value ? 'No callback was refused.' : 'No callbacks yet.'}
        </p>
      )}
      <Rows of="callbacks">
        {shown?.map((callback) => (
          <Row
            key={callback.sequence}
            isOpen={callback.sequence === open}
            onOpen={() => goTo({ view: 'callbacks', open: String(callback.sequence) })}
          >
            <span class="row-time">
              <Time at={callback.receivedAt} />
            </span>
            <span class={`chip ${toneOf(callback)}`}>{callback.outcome}</span>
            <span class="row-who mono">{callback.what}</span>
            <span class="row-words">{callback.more}</span>
          </Row>
        ))}
      </Rows>
    </View>
  );
}

function toneOf({ isRefused, outcome }: CallbackRow): string {
  if (isRefused) return 'bad';
  return /^(2|stored)/.test(outcome) ? 'good' : 'quiet';
}
