import type { ViewId } from './place.ts';

/** Drawn on a grid of 24 with strokes, in the colour of the text beside them. */
const paths = {
  live: 'M3 12h4l3-8 4 16 3-8h4',
  conversations: 'M4 5h16v11H9l-5 4z',
  callbacks: 'M4 8h13l-4-4M20 16H7l4 4',
  quarantine: 'M12 3 2.5 20h19zM12 10v4M12 17v.01',
  media: 'M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.500 9v.01',
  providers: 'M9 3v5M15 3v5M6 8h12v4a6 6 0 0 1-12 0zM12 18v3',
  accounts: 'M4 20V9l8-5 8 5v11M9 20v-6h6v6M2 20h20',
  health:
    'M12 20s-8-4.600-8-10.500A4.500 4.500 0 0 1 12 7a4.500 4.500 0 0 1 8 2.500C20 15.400 12 20 12 20z',
  pause: 'M8 5v14M16 5v14',
  resume: 'M7 4.500v15l12-7.500z',
  close: 'M6 6l12 12M18 6 6 18',
  back: 'M15 5l-7 7 7 7',
  theme: 'M12 3a9 9 0 1 0 0 18zM12 3a9 9 0 0 1 0 18',
  lock: 'M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3',
  write: 'M4 20h4L19 9l-4-4L4 16zM13 7l4 4',
  sound: 'M4 10v4h4l5 4V6L8 10zM16.500 9a4 4 0 0 1 0 6M19 6.500a8 8 0 0 1 0 11',
  film: 'M3 5h18v14H3zM10 9v6l5-3z',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4',
  place: 'M12 21s-7-6.300-7-11a7 7 0 0 1 14 0c0 4.700-7 11-7 11zM12 10v.01',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 20c1-4 4-5.500 8-5.500s7 1.500 8 5.500',
  people:
    'M9 12a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM2 20c.500-4 3-6 7-6s6.500 2 7 6M16 5.500a3.500 3.500 0 0 1 0 6.500M18 14.500c2.500.700 3.700 2.600 4 5.500',
  call: 'M5 4h4l2 5-2.500 1.500a11 11 0 0 0 5 5L15 13l5 2v4a1 1 0 0 1-1 1A16 16 0 0 1 4 5a1 1 0 0 1 1-1z',
  payment: 'M3 6h18v12H3zM3 10h18M7 15h4',
  one: 'M4 12.500 9 17.500 20 6.500',
  two: 'M2 12.500 7 17.500 17 6.500M12 16.500l1 1 9-11',
  waiting: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3 2',
} as const satisfies Record<ViewId, string> & Record<string, string>;

export type IconName = keyof typeof paths;

/** A drawing beside words that say the same. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
