import { AwsError, type AwsResponse, escapeXml } from '../aws/aws-error.ts';

/** A stack of the app, with what its template says of its outputs. */
export interface DescribedStack {
  readonly name: string;
  /** ARN. */
  readonly id: string;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** Version of the API, which names the namespace of its documents. */
const namespace = 'http://cloudformation.amazonaws.com/doc/2010-05-15/';

/** Reads the operation and the input of a request with the AWS query protocol. */
export function readQueryRequest(body: Buffer): {
  readonly operation: string;
  readonly input: { readonly StackName?: string | undefined };
} {
  const parameters = new URLSearchParams(body.toString());
  return {
    operation: parameters.get('Action') ?? '',
    input: { StackName: parameters.get('StackName') ?? undefined },
  };
}

/**
 * What CloudFormation says of stacks: so that a script reads outputs here by the command with which it reads them on
 * AWS.
 *
 * @param stackName name or ARN; absent for all
 * @throws {AwsError} for another operation, and for a stack that the app does not have
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html (read 2026-11-28)
 */
export function describeStacks(
  operation: string,
  stackName: string | undefined,
  stacks: readonly DescribedStack[],
): AwsResponse {
  if (operation !== 'DescribeStacks') {
    throw new AwsError('InvalidAction', `the emulator has no operation ${operation}`);
  }
  const found = stacks.filter(
    ({ name, id }) => stackName === undefined || name === stackName || id === stackName,
  );
  if (stackName !== undefined && found.length === 0) {
    throw new AwsError('ValidationError', `Stack with id ${stackName} does not exist`);
  }
  return {
    statusCode: 200,
    headers: { 'content-type': 'text/xml' },
    body: `<DescribeStacksResponse xmlns="${namespace}"><DescribeStacksResult><Stacks>${found
      .map(toMember)
      .join(
        '',
      )}</Stacks></DescribeStacksResult><ResponseMetadata><RequestId>local</RequestId></ResponseMetadata></DescribeStacksResponse>`,
  };
}

/** CloudFormation has no field without a value, and a stack here has none of the times of a deployment. */
function toMember({ name, id, outputs }: DescribedStack): string {
  const members = Object.entries(outputs).map(
    ([key, value]) =>
      `<member>${element('OutputKey', key)}${element('OutputValue', String(value))}</member>`,
  );
  return [
    '<member>',
    element('StackName', name),
    element('StackId', id),
    element('CreationTime', '2026-01-01T00:00:00.000Z'),
    element('StackStatus', 'CREATE_COMPLETE'),
    `<Outputs>${members.join('')}</Outputs>`,
    '</member>',
  ].join('');
}

function element(name: string, text: string): string {
  return `<${name}>${escapeXml(text)}</${name}>`;
}
