import type { MessageContext } from '../../../../shared/contract/message-events.ts';
import { toPhone } from '../../../../shared/provider/values/phone.ts';
import type { UpMessageContext } from '../schema.ts';

/** What the message answers or forwards. */
export function toMessageContext(context: UpMessageContext): MessageContext | undefined {
  if (context === undefined) return undefined;
  const { id, from, forwarded, referred_product: product } = context;
  return {
    messageId: id,
    from: toPhone(from) ?? from,
    forwarded,
    frequentlyForwarded: context.frequently_forwarded ?? context['frequently_forwarded '],
    referredProduct: product && {
      catalogId: product.catalog_id,
      productRetailerId: product.product_retailer_id,
    },
  };
}
