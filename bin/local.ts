import { parseArgs } from 'node:util';
import { startLocalGateway } from '../local/gateway.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8787' },
    data: { type: 'string', default: '.tributary' },
    ephemeral: { type: 'boolean', default: false },
  },
});
const started = performance.now();
const gateway = await startLocalGateway({
  port: Number(values.port),
  dataDirectory: values.ephemeral ? undefined : values.data,
  onProgress: (line) => console.error(line),
  onFunctionLine: (name, line) => console.error(`[${name}] ${line}`),
});
console.error(`ready in ${((performance.now() - started) / 1000).toFixed(1)} s`);
console.log(JSON.stringify(await gateway.urls(), null, 2));
process.once('SIGINT', () => gateway.close());
process.once('SIGTERM', () => gateway.close());
