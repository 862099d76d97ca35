import type { Subscription } from '../aws/eventbridge-bus-settings.ts';
import type { QueueState } from '../aws/sqs-queue.ts';
import { type Finding, revertDrift } from './finding.ts';
import type { LocalPublisher } from './local-publisher.ts';

/** Above this lag the alarm `publisher-behind` is raised. */
const lagToFailMs = 15 * 60 * 1000;

export function checkStream(isEnabled: boolean): Finding {
  const check = 'stream of the table';
  return isEnabled
    ? { check, state: 'ok', text: 'is on' }
    : {
        check,
        state: 'failed',
        text: 'is off: no event is published',
        remedy: `${revertDrift}, then docs/operations.md#publisher-stopped`,
      };
}

/**
 * @param lagMs the greatest recent age of an unpublished event record; absent when the publisher was not
 *   invoked. Only the alarm `publisher-stopped` knows whether it had something to publish.
 */
export function checkLag(lagMs: number | undefined): Finding {
  const check = 'publisher';
  if (lagMs === undefined) {
    return {
      check,
      state: 'ok',
      text: 'was not invoked in the last 15 minutes: no event was stored, or its trigger is off',
      remedy: 'docs/operations.md#publisher-stopped, if events were stored',
    };
  }
  const text = `is ${Math.round(lagMs / 1000)} s behind`;
  return lagMs > lagToFailMs
    ? { check, state: 'failed', text, remedy: 'docs/operations.md#publisher-behind' }
    : { check, state: 'ok', text };
}

/** When the emulator's bus has no event, the events may be on another bus. */
export function checkLocalPublisher({ waiting, lagMs, hasPublished }: LocalPublisher): Finding {
  if (waiting === 0 || hasPublished) return checkLag(lagMs);
  return {
    check: 'publisher',
    state: 'warning',
    text: `0 of ${waiting} event records are on the emulator's bus`,
    remedy: 'docs/operations.md#publisher-stopped, unless AWS_ENDPOINT_URL_EVENTBRIDGE is set',
  };
}

export function checkDeadLetters(objects: number): Finding {
  const check = 'event dead letters';
  return objects === 0
    ? { check, state: 'ok', text: 'none' }
    : {
        check,
        state: 'failed',
        text: `${objects} in the payload bucket`,
        remedy: 'tributary dead-letters redrive --events',
      };
}

/** A backlog is a problem only when it lasts, which the alarm `media-behind` detects. */
export function checkMediaQueue({ waiting, inFlight }: MediaQueue): Finding {
  return {
    check: 'media queue',
    state: 'ok',
    text: `${waiting} messages wait, ${inFlight} are in progress`,
  };
}

type MediaQueue = Pick<QueueState, 'waiting' | 'inFlight'>;

export function checkMediaDeadLetters(messages: number): Finding {
  const check = 'media dead letters';
  return messages === 0
    ? { check, state: 'ok', text: 'none' }
    : {
        check,
        state: 'failed',
        text: `${messages} messages in the dead-letter queue`,
        remedy: 'tributary dead-letters redrive --media',
      };
}

export function checkQuarantine(listed: number, from: string): Finding {
  const check = 'quarantine';
  return listed === 0
    ? { check, state: 'ok', text: 'no unrecognized items in the last 24 hours' }
    : {
        check,
        state: 'warning',
        text: `${listed} unrecognized items in the last 24 hours`,
        remedy: `tributary quarantine list --from ${from}`,
      };
}

/** A target without a dead-letter queue loses the events that EventBridge cannot deliver within 24 hours. */
export function checkSubscription(subscription: Subscription): Finding {
  const { rule, isEnabled, targetArn, hasDeadLetterQueue } = subscription;
  const check = `rule ${rule}`;
  if (!isEnabled) return { check, state: 'warning', text: 'is disabled', remedy: 'enable it' };
  return hasDeadLetterQueue
    ? { check, state: 'ok', text: 'has a dead-letter queue' }
    : {
        check,
        state: 'warning',
        text: `has no dead-letter queue for ${targetArn}`,
        remedy: 'ask the team whose rule it is to add one',
      };
}
