import { inboundObject, instant, requiredText, text } from '../../../shared/provider/inbound.ts';

/**
 * The state of an agent changed in a region, or at all carriers of one.
 *
 *     { "eventId": "0b1c…", "agentId": "shop_agent@rbm.goog", "botDisplayName": "Shop",
 *       "brandId": "…", "brandDisplayName": "Example", "regionId": "/v1/regions/fi-rcs",
 *       "oldLaunchState": "PENDING", "newLaunchState": "LAUNCHED", "actingParty": "…",
 *       "comment": "…", "sendTime": "2026-02-02T08:11:41.193204Z" }
 *
 * reference/rest/v1/AgentLaunchEvent, read on 2026-11-28. Everything that a user sends has the form of
 * shared/rcs.
 */
export const agentLaunchEvent = inboundObject({
  agentId: text,
  botDisplayName: text,
  brandId: text,
  brandDisplayName: text,
  regionId: text,
  oldLaunchState: text,
  newLaunchState: requiredText,
  actingParty: text,
  comment: text,
  sendTime: instant,
});
