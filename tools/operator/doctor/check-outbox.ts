import { undecodableReasons } from '../../../shared/provider/body-codec.ts';
import { maxPublisherLagMs } from '../../../shared/runtime/alarms.ts';
import type { ArchiveState, Subscription } from '../aws/eventbridge-bus-settings.ts';
import type { QueueState } from '../aws/sqs-queue.ts';
import { type Judgement, revertDrift } from './finding.ts';
import type { LocalPublisher } from './local-publisher.ts';

export function checkStream(isEnabled: boolean): Judgement {
  return isEnabled
    ? { state: 'ok', text: 'is on' }
    : {
        state: 'failed',
        text: 'is off: no event is published',
        remedy: `${revertDrift}, then docs/operations.md#publisher-stopped`,
      };
}

/**
 * @param lagMs the greatest recent age of an unpublished event record; absent when the publisher was not
 *   invoked. Only the alarm `publisher-stopped` knows whether it had something to publish.
 */
export function checkLag(lagMs: number | undefined): Judgement {
  if (lagMs === undefined) {
    return {
      state: 'ok',
      text: 'was not invoked in the last 15 minutes: no event was stored, or its trigger is off',
      remedy: 'docs/operations.md#publisher-stopped, if events were stored',
    };
  }
  const text = `is ${Math.round(lagMs / 1000)} s behind`;
  return lagMs > maxPublisherLagMs
    ? { state: 'failed', text, remedy: 'docs/operations.md#publisher-behind' }
    : { state: 'ok', text };
}

/** When the emulator's bus has no event, the events may be on another bus. */
export function checkLocalPublisher({ waiting, lagMs, hasPublished }: LocalPublisher): Judgement {
  if (waiting === 0 || hasPublished) return checkLag(lagMs);
  return {
    state: 'warning',
    text: `0 of ${waiting} event records are on the emulator's bus`,
    remedy: 'docs/operations.md#publisher-stopped, unless AWS_ENDPOINT_URL_EVENTBRIDGE is set',
  };
}

export function checkDeadLetters(objects: number): Judgement {
  return objects === 0
    ? { state: 'ok', text: 'none' }
    : {
        state: 'failed',
        text: `${objects} in the payload bucket`,
        remedy: 'tributary dead-letters redrive --events',
      };
}

/** A backlog is a problem only when it lasts, which the alarm `media-behind` detects. */
export function checkMediaQueue({ waiting, inFlight }: MediaQueue): Judgement {
  return {
    state: 'ok',
    text: `${waiting} messages wait, ${inFlight} are in progress`,
  };
}

type MediaQueue = Pick<QueueState, 'waiting' | 'inFlight'>;

export function checkMediaDeadLetters(messages: number): Judgement {
  return messages === 0
    ? { state: 'ok', text: 'none' }
    : {
        state: 'failed',
        text: `${messages} messages in the dead-letter queue`,
        remedy: 'tributary dead-letters redrive --media',
      };
}

/**
 * @param files `not counted` when neither an alarm nor a dashboard uses the metric, so that there is none
 * @param from the day on which the doctor begins to count
 */
export function checkFailedFiles(files: number | 'not counted', from: string): Judgement {
  const remedy = `tributary media list --failed --from ${from}`;
  if (files === 'not counted') {
    return {
      state: 'skipped',
      text: 'the gateway does not count them: it has neither the alarm media-failing nor a dashboard',
      remedy,
    };
  }
  return files === 0
    ? { state: 'ok', text: 'none in the last 7 days' }
    : { state: 'warning', text: `${files} in the last 7 days`, remedy };
}

/**
 * @param listed the reason of each quarantined item
 * @param from the instant at which the doctor begins to count
 */
export function checkQuarantine(listed: readonly string[], from: string): Judgement {
  if (listed.length === 0)
    return { state: 'ok', text: 'no unrecognized items in the last 24 hours' };
  const bodies = listed.filter((reason) => undecodableReasons.some((each) => each === reason));
  const undecodable =
    bodies.length === 0 ? '' : `, of which ${bodies.length} are bodies that could not be decoded`;
  return {
    state: 'warning',
    text: `${listed.length} unrecognized items in the last 24 hours${undecodable}`,
    remedy: `tributary quarantine list --from ${from}`,
  };
}

/** Without its archive, a gateway works, but events cannot be replayed to one rule. */
export function checkArchive({ state, hasRule }: ArchiveState): Judgement {
  const remedy = 'docs/operations.md#repair-the-archive';
  if (state !== 'ENABLED') {
    return { state: 'failed', text: state === undefined ? 'is missing' : `is ${state}`, remedy };
  }
  return hasRule
    ? { state: 'ok', text: 'receives every event' }
    : { state: 'failed', text: 'has no rule on the bus, so it receives no events', remedy };
}

/** A target without a dead-letter queue loses the events that EventBridge cannot deliver within 24 hours. */
export function checkSubscription(subscription: Subscription, eventBus: string): Judgement {
  const { rule, isEnabled, targetArn, hasDeadLetterQueue } = subscription;
  if (!isEnabled) {
    return {
      state: 'warning',
      text: 'is disabled, so its targets get no events; ask the team whose rule it is',
      remedy: `aws events enable-rule --event-bus-name ${eventBus} --name ${rule}`,
    };
  }
  return hasDeadLetterQueue
    ? { state: 'ok', text: 'has a dead-letter queue' }
    : {
        state: 'warning',
        text: `has no dead-letter queue for ${targetArn}`,
        remedy: 'ask the team whose rule it is to add one',
      };
}
