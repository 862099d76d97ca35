import type { Content } from '../../../../shared/contract/index.ts';
import { ContactsCard, LocationCard, MenuCard, OrderCard, TemplateCard } from './cards.tsx';
import { Words } from './words.tsx';

/** What a message says. Its files are shown apart. */
export function ContentView({ content }: { readonly content: Content }) {
  switch (content.kind) {
    case 'text':
      return <Words text={content.text} />;
    case 'image':
    case 'audio':
    case 'video':
    case 'document':
    case 'sticker':
      return null;
    case 'location':
      return <LocationCard content={content} />;
    case 'contacts':
      return <ContactsCard content={content} />;
    case 'template':
      return <TemplateCard content={content} />;
    case 'menu':
      return <MenuCard content={content} />;
    case 'order':
      return <OrderCard content={content} />;
    case 'product':
      return (
        <>
          <Words text={content.text} />
          <Kind name="Product" value={content.productRetailerId} />
        </>
      );
    case 'share':
      return (
        <>
          <Words text={content.text} />
          <Kind name="Shared" value={content.title ?? content.url ?? content.type} />
        </>
      );
    case 'button':
      return <Chosen what="Chose" text={content.text ?? content.payload} />;
    case 'suggestion':
      return <Chosen what="Chose" text={content.text ?? content.postbackData} />;
    case 'button_reply':
      return <Chosen what="Chose" text={content.title ?? content.id} />;
    case 'list_reply':
      return <Chosen what="Chose" text={content.title ?? content.id} more={content.description} />;
    case 'flow_reply':
      return (
        <Chosen
          what="Filled in a form"
          text={content.text ?? content.name}
          more={content.responseJson}
        />
      );
    case 'call_permission_reply':
      return <Chosen what="Permission to call" text={content.response} />;
    case 'payment_method_reply':
      return <Chosen what="Pays by" text={content.method} more={content.referenceId} />;
    case 'reaction':
      return <Words text={content.emoji} />;
    case 'system':
    case 'edit':
      return <Words text={content.text} />;
    case 'revoke':
      return <Kind name="Deleted a message" />;
    case 'unsupported':
      return <Kind name="Not supported by WhatsApp" value={content.errors[0]?.title} />;
    case 'unknown':
      return <Kind name="Of a kind that Tributary does not know" value={content.providerType} />;
  }
}

function Kind({ name, value }: { readonly name: string; readonly value?: string | undefined }) {
  return (
    <p class="bubble-note" dir="auto">
      {value === undefined ? name : `${name}: ${value}`}
    </p>
  );
}

interface ChosenProps {
  readonly what: string;
  readonly text: string | undefined;
  readonly more?: string | undefined;
}

function Chosen({ what, text, more }: ChosenProps) {
  return (
    <>
      <p class="bubble-note">{what}</p>
      <Words text={text} />
      {more && (
        <p class="bubble-more" dir="auto">
          {more}
        </p>
      )}
    </>
  );
}
