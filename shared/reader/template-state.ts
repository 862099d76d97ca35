import type { Detail, TributaryEvent } from '../contract/index.ts';
import { byOccurrence } from './by-occurrence.ts';

const templateTypes = [
  'template.status.updated',
  'template.category.updated',
  'template.quality.updated',
] as const;

type TemplateDetail = Detail<(typeof templateTypes)[number]>;

/** What is known about a message template, derived from its changes. */
export interface TemplateState {
  /** The provider's word in the latest change of each aspect; absent when none is known. */
  readonly status: string | undefined;
  readonly category: string | undefined;
  readonly quality: string | undefined;
  /** Every change, the oldest first. */
  readonly history: readonly TemplateDetail[];
}

/** Derives a template's state from its events. Their order does not matter. */
export function deriveTemplateState(events: readonly TributaryEvent[]): TemplateState {
  const history = events
    .filter((event) => templateTypes.some((type) => type === event['detail-type']))
    .map(({ detail }) => detail as TemplateDetail)
    .sort(byOccurrence);
  const latest = (type: TemplateDetail['metadata']['type']) =>
    history.filter(({ metadata }) => metadata.type === type).at(-1)?.data.current;
  return {
    status: latest('template.status.updated'),
    category: latest('template.category.updated'),
    quality: latest('template.quality.updated'),
    history,
  };
}
