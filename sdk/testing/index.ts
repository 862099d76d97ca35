/** `tributary-gateway/testing`: events for the tests of a subscriber, and a reader of events in memory. */
export {
  createMemoryReader,
  type MemoryReader,
  type MemoryReaderSettings,
} from './memory-reader.ts';
export { type Changes, type DeliveredEvent, sample } from './sample.ts';
