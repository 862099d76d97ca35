import { expect, it } from 'vitest';
import { toHash, toPlace } from '../../../tools/console/page/place.ts';

it.each(['whatsapp#1/2 3', '%', '100 %2F', 'ü'])('the address of %j leads back to it', (open) => {
  const place = { view: 'conversations', open } as const;
  expect(toPlace(toHash(place))).toEqual(place);
});

it.each(['%', '%zz', '50%'])('%s in an address is text, not an error', (open) => {
  expect(toPlace(`#/conversations/${open}`)).toEqual({ view: 'conversations', open });
});

it.each(['', '#', '#/nothing', 'x'])('%j shows the first view', (hash) => {
  expect(toPlace(hash)).toEqual({ view: 'live', open: undefined });
});
