import {
  correlationIdHeader,
  correlationIdPattern,
  type IncomingHeaders,
  readHeader,
} from '../issuer-gateway/headers.ts';
import type { D1Api } from './api.ts';
import { type D1Refusal, invalidFormat } from './reading.ts';

export { correlationIdHeader, type IncomingHeaders };

/** Who asked for the operation; not verified, kept for tracing. Of the v2 APIs only. */
export const userIdHeader = 'x-user-id';

/** What a call says of itself beside its message. */
export interface D1Headers {
  /** `null`: none was sent. It groups calls and never tells two of them apart. */
  correlationId: string | null;
  userId: string | null;
}

const userIdField = { name: userIdHeader, shape: /^[A-Za-z0-9_-]{1,15}$/ };

const strictCorrelationId = /^[A-Za-z0-9_-]{1,64}$/;
const spaciousCorrelationId = new RegExp(correlationIdPattern);
const anyCorrelationId = /./s;

/** Reads both headers, which may be absent, or refuses the call for the first that is malformed or sent twice. */
export function readD1Headers(api: D1Api, headers: IncomingHeaders): ({ ok: true } & D1Headers) | D1Refusal {
  const correlationIdField = { name: correlationIdHeader, shape: correlationIdShape(api) };
  const correlationId = readOptionalHeader(headers, correlationIdField);
  if (correlationId === undefined) return invalidFormat(correlationIdHeader);
  const userId = takesUserId(api) ? readOptionalHeader(headers, userIdField) : null;
  if (userId === undefined) return invalidFormat(userIdHeader);
  return { ok: true, correlationId, userId };
}

/** `null` when the header is absent, `undefined` when it is malformed or sent twice. */
function readOptionalHeader(
  headers: IncomingHeaders,
  field: { name: string; shape: RegExp },
): string | null | undefined {
  const isSent = Object.entries(headers).some(
    ([name, value]) => name.toLowerCase() === field.name && value !== undefined,
  );
  if (!isSent) return null;
  const value = readHeader(headers, field);
  return typeof value === 'string' ? value : undefined;
}

/** The older APIs take dots and spaces as well; outbound nothing is laid down. */
function correlationIdShape(api: D1Api): RegExp {
  if (api.startsWith('D1-Public-OUT-')) return anyCorrelationId;
  switch (api) {
    case 'D1-Public-IN-v1-Card':
    case 'D1-Public-IN-v1-Consumer':
    case 'D1-Public-IN-v1-DigitalCard':
      return spaciousCorrelationId;
    default:
      return strictCorrelationId;
  }
}

function takesUserId(api: D1Api): boolean {
  return api === 'D1-Public-IN-v2-Consumer' || api === 'D1-Public-IN-v2-Card';
}
