import { malformed, missing, type Refusal } from '../reading.ts';

/** The session a call belongs to: one enrolment, one life cycle operation or another (1 to 64 characters). */
export const correlationIdHeader = 'x-correlation-id';

/** The issuer that speaks or is spoken to (10 characters). */
export const issuerIdHeader = 'x-issuer-id';

/** Accepted form of a correlation id, as JSON Schema pattern; the hub itself makes lower-case UUIDs. */
export const correlationIdPattern = '^[A-Za-z0-9_\\-. ]{1,64}$';

/** Accepted form of an issuer id, as JSON Schema pattern. */
export const issuerIdPattern = '^[A-Za-z0-9_-]{10}$';

const correlationIdField = { name: correlationIdHeader, shape: new RegExp(correlationIdPattern) };
const issuerIdField = { name: issuerIdHeader, shape: new RegExp(issuerIdPattern) };

/** The two headers that every call carries, in both directions (Issuer Gateway API, API protocol). */
export interface IssuerGatewayHeaders {
  correlationId: string;
  issuerId: string;
}

/** Header fields as Node.js gives them; names in any case. */
export type IncomingHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Reads both headers, or refuses the call for the first one that is missing, sent twice or malformed. */
export function readHeaders(headers: IncomingHeaders): ({ ok: true } & IssuerGatewayHeaders) | Refusal {
  const correlationId = readHeader(headers, correlationIdField);
  if (typeof correlationId !== 'string') return correlationId;
  const issuerId = readHeader(headers, issuerIdField);
  if (typeof issuerId !== 'string') return issuerId;
  return { ok: true, correlationId, issuerId };
}

/** Reads the correlation id of a call, or refuses the call because it is missing, sent twice or malformed. */
export function readCorrelationId(headers: IncomingHeaders): { ok: true; correlationId: string } | Refusal {
  const correlationId = readHeader(headers, correlationIdField);
  return typeof correlationId === 'string' ? { ok: true, correlationId } : correlationId;
}

/** Both headers as they are sent. */
export function writeHeaders({ correlationId, issuerId }: IssuerGatewayHeaders): Record<string, string> {
  return { [correlationIdHeader]: correlationId, [issuerIdHeader]: issuerId };
}

/** One header of a known shape, or why the call is refused for it. */
export function readHeader(
  headers: IncomingHeaders,
  field: { name: string; shape: RegExp },
): string | Refusal {
  const { name, shape } = field;
  const [value, ...others] = Object.entries(headers)
    .filter(([sentName]) => sentName.toLowerCase() === name)
    .flatMap(([, sent]) => sent ?? []);
  if (value === undefined) return missing(name);
  return others.length === 0 && shape.test(value) ? value : malformed(name);
}
