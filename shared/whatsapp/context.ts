import type { Data } from '../contract/index.ts';
import { toPhone } from '../provider/values/phone.ts';
import type { CloudApiMessage } from './schema.ts';

type Message = Data<'message.received'>['message'];

/** What a message replies to, and whether it was forwarded. */
export function toContext({ context }: Pick<CloudApiMessage, 'context'>): Message['context'] {
  if (context === undefined) return undefined;
  return {
    messageId: context.id,
    from: toPhone(context.from) ?? context.from,
    forwarded: context.forwarded,
    frequentlyForwarded: context.frequently_forwarded,
    referredProduct: {
      catalogId: context.referred_product?.catalog_id,
      productRetailerId: context.referred_product?.product_retailer_id,
    },
  };
}

/** The ad or post that brought the user here. */
export function toReferral({ referral }: Pick<CloudApiMessage, 'referral'>): Message['referral'] {
  if (referral === undefined) return undefined;
  return {
    sourceUrl: referral.source_url,
    sourceType: referral.source_type,
    sourceId: referral.source_id,
    headline: referral.headline,
    body: referral.body,
    mediaType: referral.media_type,
    imageUrl: referral.image_url,
    videoUrl: referral.video_url,
    thumbnailUrl: referral.thumbnail_url,
    ctwaClid: referral.ctwa_clid,
  };
}
