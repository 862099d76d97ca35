import {
  GetFunctionConfigurationCommand,
  type LambdaClient,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { OperatorError } from '../operator-error.ts';

/** How Lambda reads the stream for a function. */
export interface EventSource {
  readonly id: string;
  /** In the words of Lambda: `Enabled`, `Updating`. */
  readonly state: string;
  /** What became of the last batch: `OK`, `No records processed`, `PROBLEM: …`. */
  readonly lastResult: string;
  /** Older records go to the on-failure destination. */
  readonly maxRecordAgeSeconds: number;
}

/** The publisher as Lambda runs it. */
export interface PublisherFunction {
  readEventSource(): Promise<EventSource>;
  /** Returns when Lambda has taken the change. It has an effect when the state is `Enabled` again. */
  setMaxRecordAge(id: string, seconds: number): Promise<void>;
  /** ARN of the role. */
  readRole(): Promise<string>;
}

export function createPublisherFunction(
  functionName: string,
  client: LambdaClient,
): PublisherFunction {
  return {
    async readEventSource() {
      const { EventSourceMappings: [mapping] = [] } = await client.send(
        new ListEventSourceMappingsCommand({ FunctionName: functionName }),
      );
      if (mapping?.UUID === undefined) {
        throw new OperatorError(
          'the publisher has no trigger: run npx cdk deploy --revert-drift, or npx cdk deploy',
        );
      }
      return {
        id: mapping.UUID,
        state: mapping.State ?? '',
        lastResult: mapping.LastProcessingResult ?? '',
        maxRecordAgeSeconds: mapping.MaximumRecordAgeInSeconds ?? -1,
      };
    },

    async setMaxRecordAge(UUID, MaximumRecordAgeInSeconds) {
      await client.send(new UpdateEventSourceMappingCommand({ UUID, MaximumRecordAgeInSeconds }));
    },

    async readRole() {
      const { Role = '' } = await client.send(
        new GetFunctionConfigurationCommand({ FunctionName: functionName }),
      );
      return Role;
    },
  };
}
