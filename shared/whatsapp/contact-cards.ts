import type { Content } from '../contract/index.ts';
import {
  type InboundValue,
  inboundObject,
  optionalList,
  optionalObject,
  text,
} from '../provider/inbound.ts';
import { toPhone } from '../provider/values/phone.ts';
import { contentReader } from './message-body.ts';

const card = inboundObject({
  name: optionalObject({
    formatted_name: text,
    first_name: text,
    middle_name: text,
    last_name: text,
    prefix: text,
    suffix: text,
  }),
  birthday: text,
  origin: text,
  org: optionalObject({ company: text, department: text, title: text }),
  phones: optionalList(inboundObject({ phone: text, wa_id: text, user_id: text, type: text })),
  emails: optionalList(inboundObject({ email: text, type: text })),
  urls: optionalList(inboundObject({ url: text, type: text })),
  addresses: optionalList(
    inboundObject({
      street: text,
      city: text,
      state: text,
      zip: text,
      country: text,
      country_code: text,
      type: text,
    }),
  ),
});

type ContactsContent = Extract<Content, { kind: 'contacts' }>;
type ContactCard = ContactsContent['contacts'][number];
type CardPhone = NonNullable<InboundValue<typeof card>['phones']>[number];

/** Address-book cards that a user shared. */
export const readContacts = contentReader('contacts', optionalList(card), (cards) => ({
  kind: 'contacts',
  contacts: (cards ?? []).map(toContactCard),
}));

function toContactCard(value: InboundValue<typeof card>): ContactCard {
  const { name, org, phones = [], emails = [], urls = [], addresses = [] } = value;
  return {
    name: name && {
      formatted: name.formatted_name,
      first: name.first_name,
      middle: name.middle_name,
      last: name.last_name,
      prefix: name.prefix,
      suffix: name.suffix,
    },
    birthday: value.birthday,
    organization: org && { company: org.company, department: org.department, title: org.title },
    phones: phones.map(toCardPhone),
    emails: emails.map(({ email, type }) => ({ email, type })),
    urls: urls.map(({ url, type }) => ({ url, type })),
    addresses: addresses.map(({ country_code, street, city, state, zip, country, type }) => ({
      street,
      city,
      state,
      zip,
      country,
      countryCode: country_code,
      type,
    })),
    origin: value.origin,
  };
}

/** Where the number on the card lacks its country, WhatsApp's id of the same contact has it. */
function toCardPhone({ phone, wa_id, user_id, type }: CardPhone): ContactCard['phones'][number] {
  const written = toPhone(phone);
  return {
    phone: written ?? toPhone(wa_id),
    written: written === undefined ? phone : undefined,
    type,
    userId: wa_id ?? user_id,
  };
}
