/** `tributary-gateway/testing`: events for the tests of a subscriber. */
export { type Changes, type DeliveredEvent, sample } from './sample.ts';
