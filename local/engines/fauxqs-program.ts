/** Runs fauxqs in a process of its own: `node fauxqs-program.ts <port> <data directory>`. */
import { serveFauxqs } from './fauxqs-server.ts';

const [port, dataDirectory] = process.argv.slice(2);
await serveFauxqs(Number(port), dataDirectory);
console.log(`listening on ${port}`);
