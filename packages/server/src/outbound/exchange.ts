/**
 * One request over the agent and its whole answer. Below undici's own `request`, which gives every answer a stream, a listener of
 * a signal and an async resource: most answers are one piece of text, and all of it is kept while a slow server is waited for.
 *
 *  1. It settles once: with the answer, the network's error, or the reason of whoever stopped it. A stopped one keeps no connection.
 *  2. A body is never held beyond its limit, whatever the pieces in which it comes.
 */
import { Readable } from 'node:stream';
import type { Agent, Dispatcher } from 'undici';
import { Pieces } from './pieces.ts';
import { readBody, tooLarge } from './read_body.ts';

export interface Exchanged {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array;
}

export interface ExchangeOptions extends Pick<Dispatcher.DispatchOptions, 'path' | 'headers' | 'body'> {
  origin: string;
  method: string;
  /** Of the body after decompression, in bytes. */
  max_bytes: number;
  /** Whether nobody wants the body of this answer. */
  isEnough(status: number, headers: Record<string, string>): boolean;
}

const noBody = new Uint8Array(0);

export class Exchange implements Dispatcher.DispatchHandler {
  readonly answer: Promise<Exchanged>;
  readonly #options: ExchangeOptions;
  readonly #resolve: (answer: Exchanged) => void;
  readonly #reject: (reason: unknown) => void;
  #controller: Dispatcher.DispatchController | null = null;
  #stopped: { reason: Error } | null = null;
  #status = 0;
  #headers: Record<string, string> = {};
  readonly #pieces = new Pieces();
  /** Of an answer that is packed and has a body. */
  #packed: Readable | null = null;

  constructor(agent: Agent, options: ExchangeOptions) {
    const { promise, resolve, reject } = Promise.withResolvers<Exchanged>();
    this.answer = promise;
    this.#options = options;
    this.#resolve = resolve;
    this.#reject = reject;
    const { origin, path, method, headers, body } = options;
    agent.dispatch({ origin, path, method: method as 'GET', headers, body }, this);
  }

  /** Ends it for `reason`; nothing when it has ended. */
  stop(reason: Error): void {
    if (this.#stopped) return;
    this.#stopped = { reason };
    this.#reject(reason);
    this.#packed?.destroy(reason);
    this.#controller?.abort(reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#stopped) controller.abort(this.#stopped.reason);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status < 200) return;
    this.#status = status;
    this.#headers = plainHeaders(headers);
    if (this.#options.isEnough(status, this.#headers)) {
      this.#resolve({ status, headers: this.#headers, body: noBody });
      this.stop(new Error('The rest of the answer is not needed'));
    }
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    if (this.#stopped) return;
    // Only now: answers to HEAD, 204 and 304 say how their body would be packed, and have none.
    if (!this.#packed && this.#headers['content-encoding']) this.#unpack(controller);
    if (this.#packed) {
      if (!this.#packed.push(chunk)) controller.pause();
      return;
    }
    this.#pieces.add(chunk);
    if (this.#pieces.size > this.#options.max_bytes) this.stop(tooLarge(this.#options.max_bytes));
  }

  #unpack(controller: Dispatcher.DispatchController): void {
    this.#packed = new Readable({
      read: () => controller.resume(),
      destroy: (error, done) => {
        this.#controller?.abort(error ?? new Error('The rest of the answer is not needed'));
        done(error);
      },
    });
    // Whoever reads it hears of its errors; nobody else has to.
    this.#packed.on('error', () => undefined);
    readBody(this.#packed, this.#headers['content-encoding']!, this.#options.max_bytes).then(
      (body) => this.#end(body),
      (error: Error) => {
        this.#packed?.destroy();
        this.#reject(error);
      },
    );
  }

  onResponseEnd(): void {
    this.#controller = null;
    if (this.#packed) this.#packed.push(null);
    else this.#end(this.#pieces.together());
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#controller = null;
    // Who unpacks it says what went wrong: perhaps that it is damaged or too large, and then the connection was closed by us.
    if (this.#packed) this.#packed.destroy(error);
    else this.#reject(error);
  }

  #end(body: Uint8Array): void {
    this.#resolve({ status: this.#status, headers: this.#headers, body });
  }
}

function plainHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    // A name that would change the object instead of being kept in it carries nothing anybody needs.
    if (name !== '__proto__') plain[name] = Array.isArray(value) ? value.join(', ') : (value ?? '');
  }
  return plain;
}
