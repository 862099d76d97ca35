import type { Content } from '../../../../shared/contract/index.ts';
import { Icon } from '../icons.tsx';
import { Words } from './words.tsx';

type Of<Kind extends Content['kind']> = {
  readonly content: Extract<Content, { readonly kind: Kind }>;
};

/** Where someone is or wants to be. There is no map: nothing is loaded from elsewhere. */
export function LocationCard({ content }: Of<'location'>) {
  const { latitude, longitude, name, address } = content;
  return (
    <div class="card file-card">
      <Icon name="place" />
      <span>
        <bdi>{name ?? 'Location'}</bdi>
        {address && <small dir="auto">{address}</small>}
        <small>
          {latitude.toFixed(5)}, {longitude.toFixed(5)}
        </small>
      </span>
    </div>
  );
}

export function ContactsCard({ content }: Of<'contacts'>) {
  return (
    <>
      {content.contacts.map(({ name, phones, emails, organization }, index) => (
        <div class="card file-card" key={index}>
          <Icon name="person" />
          <span>
            <bdi>{name?.formatted ?? 'Contact'}</bdi>
            {organization?.company && <small dir="auto">{organization.company}</small>}
            {phones.map(({ phone, written }) => (
              <small key={phone ?? written}>{phone ? `+${phone}` : written}</small>
            ))}
            {emails.map(({ email }) => (
              <small key={email}>{email}</small>
            ))}
          </span>
        </div>
      ))}
    </>
  );
}

interface PartsProps {
  readonly header: string | undefined;
  readonly body: string | undefined;
  readonly footer: string | undefined;
}

/** What stands above the choices of a message. */
function Parts({ header, body, footer }: PartsProps) {
  return (
    <>
      {header && (
        <p class="card-title" dir="auto">
          {header}
        </p>
      )}
      <Words text={body} />
      {footer && (
        <p class="bubble-more" dir="auto">
          {footer}
        </p>
      )}
    </>
  );
}

/** A template as the user sees it, as far as the provider reports it. */
export function TemplateCard({ content }: Of<'template'>) {
  const { template, header, body, footer, buttons = [], parameters = [] } = content;
  const name = [template.name, template.language, template.category].filter(Boolean).join(' · ');
  return (
    <>
      <p class="bubble-note">Template {name}</p>
      <Parts header={header} body={body} footer={footer} />
      {body === undefined && parameters.length > 0 && (
        <p class="bubble-more" dir="auto">
          {parameters.flatMap(({ values }) => values).join(' · ')}
        </p>
      )}
      <Choices choices={buttons.map(({ text, url, phone }) => text ?? url ?? phone)} />
    </>
  );
}

export function MenuCard({ content }: Of<'menu'>) {
  const { header, body, footer, button, buttons = [], sections = [] } = content;
  return (
    <>
      <Parts header={header} body={body} footer={footer} />
      <Choices
        choices={[
          ...(button === undefined ? [] : [button]),
          ...buttons.map(({ title, id }) => title ?? id),
          ...sections.flatMap(({ rows }) => rows.map(({ title, id }) => title ?? id)),
        ]}
      />
    </>
  );
}

function Choices({ choices }: { readonly choices: readonly (string | undefined)[] }) {
  if (choices.length === 0) return null;
  return (
    <ul class="choices">
      {choices.map((choice) => (
        <li key={choice} dir="auto">
          {choice}
        </li>
      ))}
    </ul>
  );
}

export function OrderCard({ content }: Of<'order'>) {
  return (
    <>
      <p class="bubble-note">Order</p>
      <Words text={content.text} />
      <ul class="order">
        {content.items.map(({ productRetailerId, quantity, itemPrice, currency }) => (
          <li key={productRetailerId}>
            <bdi>
              {quantity ?? 1} × {productRetailerId}
            </bdi>
            <span>{[itemPrice, currency].filter((part) => part !== undefined).join(' ')}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
