/** Arrow keys move between the rows of a list, as in a mail program. */
export function moveInList(event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const list = event.currentTarget;
  if (step === undefined || !(list instanceof HTMLElement)) return;
  const rows = rowsOf(list);
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const next = rows[at + step];
  if (at < 0 || next === undefined) return;
  event.preventDefault();
  next.focus();
}

/**
 * Leaves one row of a list that Tab stops at, so that Tab leaves a list of hundreds: the row that had the focus last,
 * else the one that is open, else the first.
 */
export function keepOneTabStop(list: HTMLElement, lastFocused: Element | undefined): void {
  const rows = rowsOf(list);
  const stop =
    rows.find((row) => row === lastFocused) ??
    rows.find((row) => row.matches('[aria-current], [aria-pressed=true]')) ??
    rows[0];
  for (const row of rows) row.tabIndex = row === stop ? 0 : -1;
}

function rowsOf(list: HTMLElement): readonly HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>('a[href], button')];
}
