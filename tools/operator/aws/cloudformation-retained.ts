import {
  type CloudFormationClient,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation';
import * as z from 'zod';

/** A resource that stays when its stack is deleted. */
export interface RetainedResource {
  readonly logicalId: string;
  /** `AWS::S3::Bucket` */
  readonly type: string;
  readonly physicalId: string;
  /** How `cdk import` names the resource; absent for a type that no gateway has. */
  readonly identifier: Readonly<Record<string, string>> | undefined;
}

/**
 * The property that identifies a resource in an import: the `primaryIdentifier` of the type in the CloudFormation
 * registry, read on 2026-11-28. For these types it is the physical id.
 */
const identifierOf: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SecretsManager::Secret': 'Id',
};

const retainingTemplate = z.object({
  Resources: z.record(z.string(), z.object({ DeletionPolicy: z.string().optional() })),
});

/**
 * Lists the resources of a stack that stay when it is deleted, in the order of their ids.
 *
 * @param template the stack's template
 */
export async function listRetainedResources(
  client: CloudFormationClient,
  stackId: string,
  template: unknown,
): Promise<readonly RetainedResource[]> {
  const { Resources } = retainingTemplate.parse(template);
  const retained: RetainedResource[] = [];
  for await (const page of paginateListStackResources({ client }, { StackName: stackId })) {
    for (const summary of page.StackResourceSummaries ?? []) {
      const { LogicalResourceId = '', ResourceType = '', PhysicalResourceId = '' } = summary;
      if (!Resources[LogicalResourceId]?.DeletionPolicy?.startsWith('Retain')) continue;
      const name = identifierOf[ResourceType];
      retained.push({
        logicalId: LogicalResourceId,
        type: ResourceType,
        physicalId: PhysicalResourceId,
        identifier: name === undefined ? undefined : { [name]: PhysicalResourceId },
      });
    }
  }
  return retained.sort((a, b) => (a.logicalId < b.logicalId ? -1 : 1));
}
