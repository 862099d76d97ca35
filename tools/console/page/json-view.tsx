import type { ComponentChildren } from 'preact';

const token =
  /(?<string>"(?:\\.|[^"\\])*")(?<colon>\s*:)?|(?<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?<word>true|false|null)/g;

/** More is shown without colours: a node for each token would make the page slow. */
const maxColouredChars = 60_000;

/** JSON for reading. Everything becomes text nodes: nothing of it is ever markup. */
export function JsonView({ value, label }: { readonly value: unknown; readonly label: string }) {
  const text = typeof value === 'string' ? indent(value) : JSON.stringify(value, null, 2);
  return (
    <section class="json" aria-label={label}>
      {/* Scrolls, so the keyboard must reach it. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls */}
      <pre tabIndex={0}>{text.length > maxColouredChars ? text : colour(text)}</pre>
    </section>
  );
}

function indent(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function colour(text: string): readonly ComponentChildren[] {
  const parts: ComponentChildren[] = [];
  let end = 0;
  for (const match of text.matchAll(token)) {
    const { string, colon, number } = match.groups ?? {};
    const kind = colon ? 'name' : string ? 'string' : number ? 'number' : 'word';
    parts.push(
      text.slice(end, match.index),
      <span class={`json-${kind}`}>{string ?? match[0]}</span>,
      colon ?? '',
    );
    end = match.index + match[0].length;
  }
  return [...parts, text.slice(end)];
}
