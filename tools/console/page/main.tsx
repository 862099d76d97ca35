import { render } from 'preact';
import { Shell } from './shell.tsx';
import './theme.ts';

/** `/` moves to the search of the view, unless someone is writing. */
addEventListener('keydown', (event) => {
  const isWriting = event.target instanceof HTMLInputElement;
  if (event.key !== '/' || isWriting || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  document.querySelector<HTMLInputElement>('input[type=search]')?.focus();
});

const root = document.getElementById('page');
if (root !== null) render(<Shell />, root);
