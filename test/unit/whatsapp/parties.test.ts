import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../shared/json.ts';
import { normalizeCloudApiValue } from '../../../shared/whatsapp/normalize-value.ts';
import {
  draftOf,
  messageOf,
  messageWith,
  toBody,
  unrecognizedOf,
  userPhone,
  valueWith,
} from './values.ts';

const hidden = 'GB.13491208655302741918';

function userOf(message: JsonObject, contacts: JsonObject[]) {
  return messageOf(message, { contacts }).user;
}

describe('the user of a WhatsApp message', () => {
  it('has a phone number and the profile name', () => {
    const contacts = [{ wa_id: userPhone, profile: { name: 'Ada Example' } }];
    expect(userOf(messageWith(), contacts)).toEqual({ phone: userPhone, name: 'Ada Example' });
  });

  it('has the business-scoped id when the number is hidden', () => {
    const message = { ...messageWith({ from_user_id: hidden }), from: null };
    const contact = {
      user_id: hidden,
      parent_user_id: 'GB.ENT.11815799212886844830',
      profile: { name: 'Ada Example', username: 'ada.example' },
    };
    expect(userOf(message, [contact])).toEqual({
      id: hidden,
      parentId: 'GB.ENT.11815799212886844830',
      username: 'ada.example',
      name: 'Ada Example',
    });
    expect(messageOf(message).conversation.key).toBe(`whatsapp#15550100001#${hidden}`);
  });

  it('has both when the callback has both, and the id in the key of the conversation', () => {
    const message = messageOf(
      messageWith({ from_user_id: hidden, from_parent_user_id: 'GB.ENT.1' }),
    );
    expect(message.user).toEqual({ phone: userPhone, id: hidden, parentId: 'GB.ENT.1' });
    expect(message.conversation.key).toBe(`whatsapp#15550100001#${hidden}`);
  });

  it('has the id in the message rather than the one in the contact', () => {
    const contacts = [{ wa_id: userPhone, user_id: 'GB.2' }];
    const named = messageWith({ from_user_id: hidden });
    expect(userOf(named, contacts)).toEqual({ phone: userPhone, id: hidden });
    expect(userOf(messageWith(), contacts)).toEqual({ phone: userPhone, id: 'GB.2' });
  });

  it('may be named by the contact alone', () => {
    const message = { ...messageWith(), from: '' };
    expect(userOf(message, [{ wa_id: userPhone }])).toEqual({ phone: userPhone });
  });

  it('has an id where the number is a placeholder', () => {
    expect(userOf(messageWith({ from: 'PHONE-NUMBER' }), [])).toEqual({ id: 'PHONE-NUMBER' });
  });

  it('has the name of the only contact even if its id is written differently', () => {
    const contacts = [{ wa_id: '5491155550100', profile: { name: 'Ada Example' } }];
    expect(userOf(messageWith(), contacts)).toEqual({ phone: userPhone, name: 'Ada Example' });
  });

  it('never has the name of another person among several contacts', () => {
    const contacts = [
      { wa_id: '447700900456', profile: { name: 'Grace Example' } },
      { wa_id: '447700900789', profile: { name: 'Alan Example' } },
    ];
    expect(userOf(messageWith(), contacts)).toEqual({ phone: userPhone });
  });

  it('does not need a contact that can be read', () => {
    expect(messageOf(messageWith(), { contacts: ['?'] }).user).toEqual({ phone: userPhone });
  });

  it('must be there', () => {
    const message = { ...messageWith(), from: null };
    expect(unrecognizedOf(valueWith({ messages: [message] })).path).toBe(
      '$.entry[0].changes[0].value.messages[0].from',
    );
  });
});

describe('the business of a WhatsApp message', () => {
  const messages = [messageWith()];

  it('has the number in metadata, however it is written', () => {
    const metadata = { display_phone_number: '+1 555-010-0001', phone_number_id: '106' };
    const draft = draftOf({ metadata, messages });
    expect(draft).toMatchObject({
      channel: 'whatsapp',
      account: { wabaId: '102290129340398', phoneNumberId: '106' },
      data: { message: { business: { phone: '15550100001' } } },
    });
  });

  it("has WhatsApp's id of the number when the callback has nothing else", () => {
    const metadata = { phone_number_id: '106' };
    expect(messageOf(messageWith(), { metadata })).toMatchObject({
      business: { id: '106' },
      conversation: { key: `whatsapp#106#${userPhone}` },
    });
  });

  it('is what the envelope says when there is no metadata', () => {
    const origin = { providerEvent: 'new_message', path: ['message'], isOnlyValue: true, toBody };
    const business = { id: '30058' };
    const [result] = [normalizeCloudApiValue({ messages }, { ...origin, business })].flat();
    expect(result).toMatchObject({ draft: { data: { message: { business } } } });
  });

  it('has the number in metadata rather than the one in the envelope', () => {
    const origin = { providerEvent: 'new_message', path: ['message'], isOnlyValue: true, toBody };
    const business = { phone: '15550100009' };
    const [result] = [
      normalizeCloudApiValue(valueWith({ messages }), { ...origin, business }),
    ].flat();
    expect(result).toMatchObject({
      draft: { data: { message: { business: { phone: '15550100001' } } } },
    });
  });

  it('must be there', () => {
    expect(unrecognizedOf({ messages }).path).toBe('$.entry[0].changes[0].value.metadata');
  });
});

describe('a notice of WhatsApp about the user', () => {
  const notice = (system: JsonObject, extra: JsonObject = {}) => {
    const { text: _, ...message } = messageWith({ type: 'system', system, ...extra });
    return messageOf(message);
  };

  it('has the new number of the user with the old one', () => {
    const system = { body: 'changed', type: 'user_changed_number', wa_id: '447700900321' };
    expect(notice(system)).toMatchObject({
      user: { phone: userPhone },
      content: {
        kind: 'system',
        type: 'user_changed_number',
        text: 'changed',
        newPhone: '447700900321',
      },
    });
  });

  it('has the new number as version 11 writes it', () => {
    const system = { type: 'customer_changed_number', new_wa_id: '447700900321' };
    expect(notice({ ...system, customer: userPhone }, { from: null })).toMatchObject({
      user: { phone: userPhone },
      content: { type: 'customer_changed_number', newPhone: '447700900321' },
    });
  });

  it('has the new id of a user without a number', () => {
    const system = {
      type: 'user_changed_user_id',
      user_id: 'GB.2',
      previous_user_id: hidden,
      previous_parent_user_id: 'GB.ENT.1',
    };
    expect(notice(system, { from: null })).toMatchObject({
      user: { id: hidden, parentId: 'GB.ENT.1' },
      content: { type: 'user_changed_user_id', newUserId: 'GB.2' },
    });
  });

  it('has the new identity, from an object or a bare hash', () => {
    const system = { type: 'customer_identity_changed', identity: 'hash-1' };
    const identity = { acknowledged: 'true', created_timestamp: '1739321029', hash: 'hash-2' };
    expect(notice(system).content).toMatchObject({ identity: { hash: 'hash-1' } });
    expect(notice(system, { identity }).content).toMatchObject({
      identity: { acknowledged: true, createdAt: '2025-02-12T00:43:49.000Z', hash: 'hash-2' },
    });
  });

  it('belongs to the group in which it was shown', () => {
    const system = { type: 'user_changed_number', wa_id: '447700900321', group_id: 'g-1' };
    expect(notice(system).conversation).toEqual({
      key: 'whatsapp#15550100001#group:g-1',
      groupId: 'g-1',
    });
  });
});

describe('the context of a WhatsApp message', () => {
  it('may be a group', () => {
    expect(messageOf(messageWith({ group_id: 'g-1' })).conversation).toEqual({
      key: 'whatsapp#15550100001#group:g-1',
      groupId: 'g-1',
    });
  });

  it('may be a quoted message, a forwarded one or a product', () => {
    const context = {
      id: 'wamid.A',
      from: '+1 555 010 0001',
      forwarded: 'true',
      frequently_forwarded: false,
      referred_product: { catalog_id: '19', product_retailer_id: 'di9' },
    };
    expect(messageOf(messageWith({ context })).context).toEqual({
      messageId: 'wamid.A',
      from: '15550100001',
      forwarded: true,
      frequentlyForwarded: false,
      referredProduct: { catalogId: '19', productRetailerId: 'di9' },
    });
  });

  it('may be an ad', () => {
    const referral = {
      source_url: 'https://ads.example/1',
      source_type: 'ad',
      source_id: '12',
      headline: 'Sale',
      body: 'All of it',
      media_type: 'video',
      image_url: 'https://media.example/photo.jpg',
      video_url: 'https://media.example/clip.mp4',
      thumbnail_url: 'https://media.example/thumbnail.jpg',
    };
    expect(messageOf(messageWith({ referral })).referral).toEqual({
      sourceUrl: 'https://ads.example/1',
      sourceType: 'ad',
      sourceId: '12',
      headline: 'Sale',
      body: 'All of it',
      mediaType: 'video',
      imageUrl: 'https://media.example/photo.jpg',
      videoUrl: 'https://media.example/clip.mp4',
      thumbnailUrl: 'https://media.example/thumbnail.jpg',
    });
    const clicked = messageOf(messageWith({ referral: { ctwa_clid: 'Aff-1' } }));
    expect(clicked.referral).toEqual({ ctwaClid: 'Aff-1' });
  });
});
