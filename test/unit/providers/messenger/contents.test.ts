import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../shared/json.ts';
import { draftOf } from './callbacks.ts';

/** The content and the files of a message with one attachment. */
function saidBy(attachment: JsonObject, text?: string) {
  const message = { mid: 'm_1', attachments: [attachment], ...(text !== undefined && { text }) };
  const { data } = draftOf({ message });
  if (!('message' in data)) throw new Error('not a message');
  const { content, media } = data.message;
  return { content, media };
}

const template = (payload: JsonObject) => ({ type: 'template', payload });

describe('an attachment', () => {
  it.each([
    [{ title: 'Home' }, undefined, 'Home'],
    [{ title: 'Home' }, 'Here I am', 'Home'],
    [{}, 'Here I am', 'Here I am'],
  ])('that is a place with %j and the text %j is called %s', (over, text, name) => {
    const payload = { coordinates: { lat: 51.5, long: 0 } };
    expect(saidBy({ type: 'location', payload, ...over }, text).content).toEqual({
      kind: 'location',
      latitude: 51.5,
      longitude: 0,
      name,
    });
  });

  it.each([
    [{ url: 'https://shop.example/a', title: 'Shoes' }],
    [{ payload: { url: 'https://shop.example/a', title: 'Shoes' } }],
  ])('that is a page has its link and its title in %j', (over) => {
    expect(saidBy({ type: 'share', ...over }).content).toEqual({
      kind: 'share',
      type: 'share',
      url: 'https://shop.example/a',
      title: 'Shoes',
    });
  });

  it.each([
    [{ retailer_id: 'sku-1', id: '7', title: 'Shoes' }, undefined, 'sku-1', 'Shoes'],
    [{ id: '7', title: 'Shoes' }, 'This one?', '7', 'This one?'],
  ])('that is the product %j with the text %j', (element, text, id, shown) => {
    expect(saidBy(template({ product: { elements: [element] } }), text).content).toEqual({
      kind: 'product',
      productRetailerId: id,
      text: shown,
    });
  });

  it('that is several products, or a card, has a section for each', () => {
    const [one, two] = [
      { id: '1', title: 'Shoes', subtitle: 'Blue' },
      { title: 'Hats', default_action: { url: 'https://shop.example/hats' } },
    ];
    const sections = [
      { title: 'Shoes', rows: [{ id: '1', title: 'Blue' }] },
      { title: 'Hats', rows: [{ id: 'https://shop.example/hats' }] },
    ];
    const products = template({ product: { elements: [one, two] } });
    expect(saidBy(products).content).toMatchObject({ kind: 'menu', sections });
    const cards = template({ template_type: 'generic', elements: [one, two] });
    expect(saidBy(cards).content).toMatchObject({ kind: 'menu', type: 'generic', sections });
  });

  it('that is a receipt has the currency of each thing, else its own', () => {
    const elements = [
      { title: 'Shirt', quantity: 2, price: 25, currency: 'USD' },
      { title: 'Hat', price: 9 },
    ];
    const receipt = { template_type: ' Receipt ', order_number: '7', currency: 'EUR', elements };
    expect(saidBy(template(receipt)).content).toMatchObject({
      kind: 'menu',
      buttons: [{ id: '7', title: '7' }],
      sections: [
        { title: 'Shirt', rows: [{ description: '2 × 25 USD' }] },
        { title: 'Hat', rows: [{ description: '9 EUR' }] },
      ],
    });
  });
});

it.each([
  ['smile', '😆'],
  ['Angry', '😠'],
  ['sad', '😢'],
  ['wow', '😮'],
  [' love ', '❤️'],
  ['dislike', '👎'],
])('the reaction %j without an emoji is shown as %s', (reaction, emoji) => {
  const { data } = draftOf({ reaction: { mid: 'm_1', action: 'react', reaction } });
  expect(data).toMatchObject({ message: { content: { kind: 'reaction', emoji } } });
});

it('a user who comes back by a link says by which', () => {
  const referral = { ref: 'summer', source: 'SHORTLINK', type: 'OPEN_THREAD' };
  expect(draftOf({ referral }).data).toMatchObject({
    message: { content: { kind: 'system', type: 'referral' }, referral: { ref: 'summer' } },
  });
});

it('control that is asked for, or given, names what happened', () => {
  const asked = { request_thread_control: { requested_owner_app_id: '7' } };
  expect(draftOf(asked).data).toMatchObject({ aspect: 'request', current: '7' });
  const passed = { pass_thread_control: { new_owner_app_id: '7', previous_owner_app_id: '6' } };
  expect(draftOf(passed).data).toMatchObject({
    aspect: 'owner',
    change: 'pass_thread_control',
    current: '7',
    previous: '6',
  });
});
