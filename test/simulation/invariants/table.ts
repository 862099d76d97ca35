import { linkPrefixes } from '../../../shared/table/links.ts';
import type { Evidence, StoredEvent } from './evidence.ts';
import type { Ledger } from './rules.ts';

/** Every item that the gateway writes is one that DynamoDB can accept, and replaces no other. */
export function checkItems({ gateway }: Evidence, ledger: Ledger): void {
  const { written, invalid, overwritten } = gateway.table;
  for (const problem of invalid) {
    ledger.check('in the table: within the quotas of DynamoDB', false, () => problem);
  }
  for (const _item of written) {
    ledger.check('in the table: within the quotas of DynamoDB', true, () => '');
    ledger.check('in the table: never overwritten', true, () => '');
  }
  for (const key of overwritten) ledger.check('in the table: never overwritten', false, () => key);
}

/**
 * Every event record expires when the owner configured it, counted from its receipt. A link of two names
 * is there for as long as messages that came by one of its names meanwhile: twice as long, or longer when
 * a replay has shown it first.
 */
export function checkExpiry({ stored, world }: Evidence, ledger: Ledger): void {
  const { retentionDays } = world.swarm;
  if (retentionDays === undefined) return;
  for (const record of stored) {
    const { item, event, subject } = record;
    const receivedAtMs = Date.parse(event.detail.metadata.receivedAt);
    const days = isLink(record) ? 2 * retentionDays : retentionDays;
    const lateBy = Number(item.expiresAt?.N) - Math.ceil(receivedAtMs / 1000) - days * 86_400;
    const isRight = isLink(record) ? lateBy >= 0 : lateBy === 0;
    ledger.check('in the table: expires as configured', isRight, () => subject);
  }
}

/** Whether a record says that two names are of one person, or what follows from it. */
export function isLink({ pk, kind }: StoredEvent): boolean {
  return kind === 'original' && linkPrefixes.some((prefix) => pk.startsWith(prefix));
}

const dayMs = 86_400_000;

/** A provider whose clock is wrong cannot put an event at the end of everything for ever. */
export function checkTimes({ stored }: Evidence, ledger: Ledger): void {
  for (const { item, event, subject } of stored) {
    const { occurredAt, receivedAt } = event.detail.metadata;
    const latest = new Date(Date.parse(receivedAt) + dayMs).toISOString();
    const times = [occurredAt, item.conversationSort?.S ?? ''];
    const isRight = times.every((time) => time <= latest);
    ledger.check('in the table: not later than a day after receipt', isRight, () => subject);
  }
}
