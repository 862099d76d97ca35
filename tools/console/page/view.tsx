import type { Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { keepOneTabStop, moveInList } from './list-keys.ts';
import type { Loaded } from './use-loaded.ts';

interface ViewProps {
  readonly name: string;
  /** What the view shows, in a sentence. */
  readonly note?: ComponentChildren;
  /** The search and the buttons beside the heading. */
  readonly tools?: ComponentChildren;
  /** What a click opened, beside the view; on a phone over it. */
  readonly panel?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A view: its heading with what belongs to it, and what it shows. */
export function View({ name, note, tools, panel, children }: ViewProps) {
  return (
    <div class={panel ? 'view with-panel' : 'view'}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <section class="view-main" aria-label={name} tabIndex={0}>
        <header class="view-head">
          <h1>{name}</h1>
          {note && <p class="view-note">{note}</p>}
          {tools}
        </header>
        {children}
      </section>
      {panel}
    </div>
  );
}

interface ContentProps<Value> {
  readonly of: Loaded<Value>;
  readonly children: (value: Value) => ComponentChildren;
}

/** What the server has returned, or why it has not. */
export function Content<Value>({ of: { value, problem }, children }: ContentProps<Value>) {
  return (
    <>
      {problem && <p class="problem">{problem}</p>}
      {value === undefined && !problem && <p class="nothing">Reading…</p>}
      {value !== undefined && children(value)}
    </>
  );
}

interface RowsProps {
  /** What the rows are of: the columns depend on it. */
  readonly of: string;
  readonly children: ComponentChildren;
}

/** A list in which the arrow keys move, and in which Tab stops once. */
export function Rows({ of, children }: RowsProps) {
  const list = useRef<HTMLUListElement>(null);
  const lastFocused = useRef<Element | undefined>(undefined);
  const keep = () => list.current && keepOneTabStop(list.current, lastFocused.current);
  // After every rendering: rows come and go.
  useEffect(() => void keep());
  return (
    <ul
      ref={list}
      class={`rows ${of}`}
      onKeyDown={moveInList}
      onFocusIn={({ target }) => {
        if (target instanceof Element) lastFocused.current = target;
        keep();
      }}
    >
      {children}
    </ul>
  );
}

interface RowProps {
  readonly isOpen: boolean;
  readonly onOpen: () => void;
  readonly children: ComponentChildren;
}

/** A row that opens something. */
export function Row({ isOpen, onOpen, children }: RowProps) {
  return (
    <li>
      <button type="button" class="row" aria-pressed={isOpen} onClick={onOpen}>
        {children}
      </button>
    </li>
  );
}

interface SearchProps {
  readonly label: string;
  readonly placeholder: string;
  readonly text: Signal<string>;
  readonly onChange?: () => void;
}

/** The search of a view: `/` moves to it. */
export function Search({ label, placeholder, text, onChange }: SearchProps) {
  return (
    <input
      type="search"
      placeholder={placeholder}
      aria-label={label}
      value={text.value}
      onInput={({ currentTarget }) => {
        text.value = currentTarget.value;
        onChange?.();
      }}
    />
  );
}

/** A button that stays pressed. */
export function Toggle({ name, isOn }: { readonly name: string; readonly isOn: Signal<boolean> }) {
  return (
    <button
      type="button"
      aria-pressed={isOn.value}
      onClick={() => {
        isOn.value = !isOn.value;
      }}
    >
      {name}
    </button>
  );
}
