/** The HTTP client that an operation is given. Only the server's guarded client implements it; nothing else dials out. */

export interface HttpRequest {
  method: string;
  url: string;
  headers?: Record<string, string>;
  /** Already encoded. Objects are sent with `json`. */
  body?: string | Uint8Array;
  json?: unknown;
  timeout_ms?: number;
  /** Largest answer after decompression, in bytes (default 10 MiB). */
  max_bytes?: number;
  /** Redirects to follow (default and maximum 5; 0 returns the redirect itself). */
  max_redirects?: number;
  signal?: AbortSignal;
}

export interface HttpResponse {
  status: number;
  /** Names in lower case; repeated headers joined with `, `. */
  headers: Record<string, string>;
  /** The raw bytes, decompressed. */
  body: Uint8Array;
  /** The address that answered, after redirects. */
  url: string;
}

export interface HttpClient {
  /**
   * Sends one request. Any status is an answer, not an error.
   * @throws StepError code `blocked_address` (says which rule and how an operator may allow it), `invalid_url`,
   *   `invalid_header`, `response_too_large`, `too_many_redirects`; RetryLater code `timeout`, `connection_failed`, `dns_failed`.
   */
  request(request: HttpRequest): Promise<HttpResponse>;
}
