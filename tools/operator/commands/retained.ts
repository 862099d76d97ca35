import { defineCommand } from '../command.ts';
import { toTable } from '../table.ts';

export const retained = defineCommand({
  name: 'retained',
  summary: 'list what stays when the stack is deleted, as a file for cdk import',
  details: `With --json, or into a pipe, prints the file that \`cdk import --resource-mapping <file>\` takes: for each resource its
logical id and its name. A new deployment adopts the table, the buckets and the secrets by it. Of a stack
that is deleted already, give --stack its ARN: CloudFormation keeps what it knows of it for 90 days.`,
  writes: false,
  options: {},
  async run(_values, _names, { connect, output }) {
    const gateway = await connect();
    const resources = await gateway.retainedResources();
    const mapping = Object.fromEntries(
      resources.flatMap(({ logicalId, identifier }) =>
        identifier ? [[logicalId, identifier]] : [],
      ),
    );
    const rows = resources.map(({ type, logicalId, physicalId }) => ({
      type,
      logicalId,
      physicalId,
    }));
    output.document(mapping, () => toTable(rows, ['type', 'logicalId', 'physicalId']));
    for (const { logicalId, type, identifier } of resources) {
      if (identifier) continue;
      output.progress(
        `${logicalId} stays too. A gateway has no such resource: add it to the file by the identifier of ${type}`,
      );
    }
    return 0;
  },
});
