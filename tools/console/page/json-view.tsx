import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { findLine, type JsonLine, toJsonLines } from './json-lines.ts';

const token =
  /(?<string>"(?:\\.|[^"\\])*")(?<colon>\s*:)?|(?<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?<word>true|false|null)/g;

/** More is shown without colours: a node for each word would make the page slow. */
const maxColouredChars = 60_000;

interface JsonViewProps {
  /** A value, or JSON text. Text that is not JSON is shown as it is. */
  readonly value: unknown;
  readonly label: string;
  /** Paths whose lines are marked: `$.entry[0].id`. */
  readonly marks?: readonly string[] | undefined;
}

/** JSON for reading. Everything becomes text nodes: nothing of it is ever markup. */
export function JsonView({ value, label, marks = [] }: JsonViewProps) {
  const marked = useRef<HTMLElement>(null);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  useEffect(() => {
    marked.current?.scrollIntoView({ block: 'nearest' });
  }, [text]);
  const lines = toJsonLines(text) ?? [{ text }];
  const wanted = new Set(marks.map((path) => findLine(lines, path)));
  const isColoured = text.length <= maxColouredChars;
  return (
    <section class="json" aria-label={label}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <pre tabIndex={0}>
        {isColoured || wanted.size > 0
          ? lines.map((line, index) => {
              const shown = isColoured ? colour(line) : line.text;
              return (
                <span class="json-line" style={{ '--indent': line.text.search(/\S|$/) }}>
                  {wanted.has(index) ? (
                    <mark ref={marked} title="This value was not recognized">
                      {shown}
                    </mark>
                  ) : (
                    shown
                  )}
                </span>
              );
            })
          : lines.map((line) => line.text).join('\n')}
      </pre>
    </section>
  );
}

function colour({ text }: JsonLine): readonly ComponentChildren[] {
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
