import type { ComponentChildren } from 'preact';

interface BesideProps {
  readonly title: string;
  /** What to say where there is nothing to show. */
  readonly nothing: ComponentChildren;
  readonly children: ComponentChildren;
}

/** One of two texts that are compared. */
export function Beside({ title, nothing, children }: BesideProps) {
  return (
    <section>
      <h3>{title}</h3>
      {nothing && <p class="view-note">{nothing}</p>}
      {children}
    </section>
  );
}
