import type { Content } from '../../../../shared/contract/index.ts';
import { toPhone } from '../../../../shared/provider/values/phone.ts';
import type { Card } from '../schema.ts';

type ContactCard = Extract<Content, { kind: 'contacts' }>['contacts'][number];
type CardPhone = NonNullable<Card['phones']>[number];

/** An address-book card that a user of WhatsApp shared. */
export function toContactCard({
  name,
  birthday,
  org: organization,
  phones = [],
  emails = [],
  urls = [],
  addresses = [],
}: Card): ContactCard {
  return {
    name: name && {
      formatted: name.formattedName,
      first: name.firstName,
      middle: name.middleName,
      last: name.lastName,
      prefix: name.namePrefix,
      suffix: name.nameSuffix,
    },
    birthday,
    organization,
    phones: phones.map(toCardPhone),
    emails,
    urls,
    addresses,
  };
}

/** Where the number on the card lacks its country, WhatsApp's id of the same contact has it. */
function toCardPhone({ phone, waId, type }: CardPhone): ContactCard['phones'][number] {
  const written = toPhone(phone);
  return {
    phone: written ?? toPhone(waId),
    written: written === undefined ? phone : undefined,
    type,
    userId: waId,
  };
}
