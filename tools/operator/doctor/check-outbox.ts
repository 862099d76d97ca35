import type { Subscription } from '../aws/eventbridge-bus-settings.ts';
import type { QueueState } from '../aws/sqs-queue.ts';
import { type Finding, revertDrift } from './finding.ts';
import type { LocalPublisher } from './local-publisher.ts';

/** The alarm `publisher-behind` is raised above this. */
const lagToFailMs = 15 * 60 * 1000;

export function checkStream(isEnabled: boolean): Finding {
  const check = 'stream of the table';
  return isEnabled
    ? { check, state: 'ok', text: 'is on' }
    : {
        check,
        state: 'failed',
        text: 'is off: nothing is published',
        remedy: `${revertDrift}, then docs/operations.md#publisher-stopped`,
      };
}

/**
 * @param lagMs the greatest age of an unpublished event record of late; absent: the publisher was not called.
 *   Whether it had something to publish, only the alarm `publisher-stopped` knows.
 */
export function checkLag(lagMs: number | undefined): Finding {
  const check = 'publisher';
  if (lagMs === undefined) {
    return {
      check,
      state: 'ok',
      text: 'was not called in the last 15 minutes: nothing was stored, or its trigger is off',
      remedy: 'docs/operations.md#publisher-stopped, if something was stored',
    };
  }
  const text = `is ${Math.round(lagMs / 1000)} s behind`;
  return lagMs > lagToFailMs
    ? { check, state: 'failed', text, remedy: 'docs/operations.md#publisher-behind' }
    : { check, state: 'ok', text };
}

/** Without any event on this machine's bus, the events may be on another one. */
export function checkLocalPublisher({ waiting, lagMs, hasPublished }: LocalPublisher): Finding {
  if (waiting === 0 || hasPublished) return checkLag(lagMs);
  return {
    check: 'publisher',
    state: 'warning',
    text: `none of ${waiting} event records is on the bus of this machine`,
    remedy: 'docs/operations.md#publisher-stopped, unless AWS_ENDPOINT_URL_EVENTBRIDGE is set',
  };
}

export function checkDeadLetters(objects: number): Finding {
  const check = 'events given up';
  return objects === 0
    ? { check, state: 'ok', text: 'none' }
    : {
        check,
        state: 'failed',
        text: `${objects} objects in the payload bucket`,
        remedy: 'tributary dead-letters redrive --events',
      };
}

/** A backlog is no fault until it lasts, which the alarm `media-behind` knows. */
export function checkMediaQueue({ waiting, inFlight }: MediaQueue): Finding {
  return {
    check: 'files',
    state: 'ok',
    text: `${waiting} messages wait, ${inFlight} are being fetched`,
  };
}

type MediaQueue = Pick<QueueState, 'waiting' | 'inFlight'>;

export function checkMediaDeadLetters(messages: number): Finding {
  const check = 'files given up';
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
    ? { check, state: 'ok', text: 'nothing was not understood in the last 24 hours' }
    : {
        check,
        state: 'warning',
        text: `${listed} items were not understood in the last 24 hours`,
        remedy: `tributary quarantine list --from ${from}`,
      };
}

/** What EventBridge cannot deliver within 24 hours is lost to a target without such a queue. */
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
