/**
 * The load generator: a process of its own. Many connections are autocannon's; one connection, and callers that come one by one, are
 * timed here, finer than milliseconds.
 */
import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import autocannon from 'autocannon';

export interface LoadRequest {
  url: string;
  body: string;
  connections: number;
  seconds: number;
  /** Callers that come one by one over this many milliseconds instead of all in one instant; counted from two seconds on. */
  spread_ms?: number;
}

export interface LoadResult {
  /** Answers with 2xx. */
  ok: number;
  /** Of them in a second. */
  rate: number;
  p50: number;
  p99: number;
  /** Connection errors, time-outs and answers that are not 2xx. */
  errors: number;
}

async function many({ url, body, connections, seconds }: LoadRequest): Promise<LoadResult> {
  const result = await autocannon({
    url,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    connections,
    duration: seconds,
  });
  return {
    ok: result['2xx'],
    rate: result['2xx'] / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    errors: result.errors + result.timeouts + result.non2xx,
  };
}

async function lone({ url, body, seconds }: LoadRequest): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const times: number[] = [];
  let errors = 0;
  const begin = performance.now();
  while (performance.now() - begin < seconds * 1_000) {
    const since = performance.now();
    const status = await send(agent, url, body);
    if (status >= 200 && status < 300) times.push(performance.now() - since);
    else errors += 1;
  }
  const elapsed = (performance.now() - begin) / 1_000;
  agent.destroy();
  times.sort((a, b) => a - b);
  const at = (part: number) => times[Math.floor(times.length * part)] ?? Number.NaN;
  return { ok: times.length, rate: times.length / elapsed, p50: at(0.5), p99: at(0.99), errors };
}

/**
 * As many callers as connections, each of whom calls again when it was answered. On plain sockets: answers come in bursts (what was
 * committed together is answered together), and a client of 0.1 ms an answer would have the last of a burst wait for itself.
 */
async function steady({ url, body, connections, seconds, spread_ms = 0 }: LoadRequest): Promise<LoadResult> {
  const bytes = requestBytes(url, body);
  const times: number[] = [];
  let errors = 0;
  const begin = performance.now();
  const counted = begin + 2_000;
  const end = counted + seconds * 1_000;
  async function caller(number: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, (number / connections) * spread_ms));
    const line = new Line(new URL(url));
    while (performance.now() < end) {
      const since = performance.now();
      const status = await line.call(bytes);
      const now = performance.now();
      if (status < 200 || status >= 300) errors += 1;
      else if (now >= counted && now < end) times.push(now - since);
    }
    line.close();
  }
  await Promise.all(Array.from({ length: connections }, (_, number) => caller(number)));
  times.sort((a, b) => a - b);
  const at = (part: number) => times[Math.floor(times.length * part)] ?? Number.NaN;
  return { ok: times.length, rate: times.length / seconds, p50: at(0.5), p99: at(0.99), errors };
}

function requestBytes(url: string, body: string): Buffer {
  const { host, pathname, search } = new URL(url);
  const lines = [
    `POST ${pathname}${search} HTTP/1.1`,
    `host: ${host}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

/** A connection that carries one call at a time; opened again when the other side closed it. */
class Line {
  readonly #url: URL;
  #socket: Socket | null = null;
  #text = '';
  /** Of the answer with its head, where the head says so; -1 for one in chunks. */
  #length = 0;
  #settle: ((status: number) => void) | null = null;

  constructor(url: URL) {
    this.#url = url;
  }

  /** Resolves to the status once the whole answer is here; to 0 where there is none. */
  call(bytes: Buffer): Promise<number> {
    return new Promise((resolve) => {
      this.#text = '';
      this.#length = 0;
      this.#settle = resolve;
      this.#socket ??= this.#open();
      this.#socket.write(bytes);
    });
  }

  close(): void {
    this.#socket?.destroy();
  }

  #open(): Socket {
    const socket = connect(Number(this.#url.port), this.#url.hostname).setNoDelay(true).setEncoding('latin1');
    socket.on('data', (text: unknown) => this.#read(text as string));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (this.#socket === socket) this.#socket = null;
      this.#done(0);
    });
    return socket;
  }

  #read(text: string): void {
    this.#text += text;
    if (this.#length === 0) this.#length = lengthOf(this.#text);
    const isWhole =
      this.#length < 0
        ? this.#text.endsWith('\r\n0\r\n\r\n')
        : this.#length > 0 && this.#text.length >= this.#length;
    if (isWhole) this.#done(Number(this.#text.slice(9, 12)));
  }

  #done(status: number): void {
    const settle = this.#settle;
    this.#settle = null;
    settle?.(status);
  }
}

/** Of an answer with its head, in bytes; -1 in chunks, 0 while that is not known. */
function lengthOf(text: string): number {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return 0;
  const said = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, end));
  return said ? end + 4 + Number(said[1]) : -1;
}

function send(agent: Agent, url: string, body: string): Promise<number> {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
    sent.on('error', () => resolve(0));
    sent.end(body);
  });
}

const asked = JSON.parse(process.argv[2]!) as LoadRequest;
const measure = asked.spread_ms !== undefined ? steady : asked.connections === 1 ? lone : many;
process.stdout.write(JSON.stringify(await measure(asked)));
