import { type D1ErrorCode, errorCodeEntry } from './error-codes.ts';

/** One way in which an operation may be refused. */
export interface D1RefusalRow {
  status: number;
  /** `null`: none travels. */
  errorCode: D1ErrorCode | null;
  /** What `error` is where it names no field. */
  error?: string;
  when: string;
}

/** Refusals of every inbound call that needs an access token, before and after those of its own. */
const beforeResources = [
  'FIELD_INVALID_FORMAT',
  'FIELD_INVALID_VALUE',
  'AUTHORIZER_UNAUTHORIZED',
  'ISSUER_FORBIDDEN',
  'ISSUER_NOT_FOUND',
] as const;
const afterResources = ['TOO_MANY_REQUESTS', 'INTERNAL_ERROR'] as const;

/** How an inbound operation may be refused: as all of them, and with the codes given. */
export function inboundRefusals(...codes: readonly D1ErrorCode[]): readonly D1RefusalRow[] {
  return [
    { status: 400, errorCode: null, when: 'No detail is available.' },
    ...[...beforeResources, ...codes, ...afterResources].map(refusalRow),
  ];
}

/** What issuers refuse with, by status; their codes are their own. */
const refusalsOfIssuers = {
  400: 'The call is not well formed.',
  401: 'The access token is missing or not accepted.',
  403: 'The state of the consumer or card forbids it.',
  404: 'There is no such issuer, consumer or card.',
  500: 'Something unexpected went wrong.',
} as const;

/** How an issuer may refuse an outbound operation. */
export function outboundRefusals(
  ...statuses: readonly (keyof typeof refusalsOfIssuers)[]
): readonly D1RefusalRow[] {
  return statuses.map(status => ({ status, errorCode: null, when: refusalsOfIssuers[status] }));
}

/** The row of one code, as the table has it. */
export function refusalRow(code: D1ErrorCode): D1RefusalRow {
  const { status, meaning, error, unspoken } = errorCodeEntry(code);
  return {
    status,
    errorCode: unspoken ? null : code,
    ...(error === undefined ? {} : { error }),
    when: meaning,
  };
}
