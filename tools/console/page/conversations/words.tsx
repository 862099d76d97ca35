/** What a person wrote, in its own direction. */
export function Words({ text }: { readonly text: string | undefined }) {
  if (text === undefined) return null;
  return (
    <p class="words" dir="auto">
      {text}
    </p>
  );
}
