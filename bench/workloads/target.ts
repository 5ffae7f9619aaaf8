/** The other system: a local HTTP server in a process of its own that answers after a while. */
import { createServer } from 'node:http';

const [port, delay_ms] = process.argv.slice(2).map(Number) as [number, number];
const body = JSON.stringify({ id: 'C-7', name: 'Ada Lovelace', level: 'gold', credit: 1_200 });

const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };

createServer((request, response) => {
  request.resume();
  const answer = () => response.writeHead(200, headers).end(body);
  if (delay_ms > 0) setTimeout(answer, delay_ms);
  else answer();
}).listen(port, '127.0.0.1', 2_048, () => console.log('ready'));
