import type * as sns from 'aws-cdk-lib/aws-sns';
import type { InScope } from '../props/in-scope.ts';
import type { AlarmChoice } from './settings.ts';

/** The alarms of a gateway and who receives them. */
export interface AlarmProps extends AlarmChoice {
  /**
   * Your topic. Its policy must let CloudWatch publish: `cloudwatch.amazonaws.com`, `sns:Publish`. If it is
   * encrypted, so must the policy of its key.
   *
   * @default a new topic, which `alarmTopic` and the output `AlarmTopicArn` name
   */
  readonly topic?: InScope<sns.ITopic> | undefined;
  /** A mail address that receives the alarms; on your own `topic`, too. @default none */
  readonly email?: string | undefined;
  /** URL of docs/operations.md as operators open it; every alarm links its entry there. @default its path */
  readonly runbookUrl?: string | undefined;
}
