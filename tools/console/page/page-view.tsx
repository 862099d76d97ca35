import type { ComponentChildren } from 'preact';
import type { Loaded } from './use-loaded.ts';

interface PageViewProps<Value> {
  readonly name: string;
  readonly note: ComponentChildren;
  readonly loaded: Loaded<Value>;
  readonly children: (value: Value) => ComponentChildren;
}

/** A view of one response of the server. */
export function PageView<Value>({ name, note, loaded, children }: PageViewProps<Value>) {
  const { value, problem } = loaded;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
    <section class="view-main" aria-label={name} tabIndex={0}>
      <header class="view-head">
        <h1>{name}</h1>
        <p class="view-note">{note}</p>
      </header>
      {problem && <p class="problem">{problem}</p>}
      {value === undefined && !problem && <p class="nothing">Reading…</p>}
      {value !== undefined && children(value)}
    </section>
  );
}
