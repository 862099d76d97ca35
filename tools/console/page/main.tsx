import { render } from 'preact';
import { NoSession } from './request.ts';
import { Shell } from './shell.tsx';
import { openSite } from './site.ts';
import './theme.ts';

/** `/` moves to the search of the view, unless someone is writing. */
addEventListener('keydown', (event) => {
  const isWriting = event.target instanceof HTMLInputElement;
  if (event.key !== '/' || isWriting || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  document.querySelector<HTMLInputElement>('input[type=search]')?.focus();
});

const root = document.getElementById('page');

openSite().then(
  () => root && render(<Shell />, root),
  (error: Error) => root && render(<Closed error={error} />, root),
);

/** The page without what it would show. */
function Closed({ error }: { readonly error: Error }) {
  return (
    <main class="closed">
      <h1>{error instanceof NoSession ? 'This tab may not use the console' : 'Tributary'}</h1>
      <p>
        {error instanceof NoSession
          ? 'The link works once, in the browser that opens it first. End the command with Ctrl-C, run it again, and open the new link.'
          : error.message}
      </p>
    </main>
  );
}
