import type { X509Certificate } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** A call of the hub as HTTP brings it. */
export interface HttpCall {
  method: string;
  /** Path and query, as they stand in the request line. */
  url: string;
  headers: IncomingHttpHeaders;
  /** Null: it is longer than {@link longestBody}. */
  body: string | null;
  /** Of the TLS connection; `undefined`: the caller showed none. */
  clientCertificate(): X509Certificate | undefined;
}

/** What goes back. */
export interface HttpAnswer {
  status: number;
  /** Sent as JSON; `undefined`: no body. */
  body: unknown;
}

/** Bytes; far more than any message of both families. */
export const longestBody = 64 * 1024;
