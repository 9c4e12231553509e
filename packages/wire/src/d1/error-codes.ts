export interface D1ErrorCodeEntry {
  /** HTTP status the code travels with. */
  status: number;
  /** Whether the same call may be sent again unchanged. */
  retryable: boolean;
  /** Short English text: when it is said. */
  meaning: string;
  /** Text of `error` where it names no field. */
  error?: string;
  /** The code is a name of the table only: `error` travels alone. */
  unspoken?: true;
}

/**
 * Every code of the inbound APIs (D1 error handling). Those of 400 and 401 are published, all others are ours and may
 * change: they are written here and nowhere else.
 */
export const d1ErrorCodes = {
  FIELD_INVALID_FORMAT: {
    status: 400,
    retryable: false,
    meaning: 'The body is not JSON, or a field is missing or has another form than expected.',
  },
  FIELD_INVALID_VALUE: {
    status: 400,
    retryable: false,
    meaning: 'A field has a value that is not allowed for it.',
  },
  AUTHORIZER_UNAUTHORIZED: {
    status: 401,
    retryable: false,
    meaning: 'The access token is missing, malformed, expired or not signed by the service.',
    error: 'Unauthorized',
    unspoken: true,
  },
  INVALID_STATE: {
    status: 403,
    retryable: false,
    meaning: 'The state of the consumer, card or digital card forbids it.',
  },
  REASON_CODE_NOT_ALLOWED: {
    status: 403,
    retryable: false,
    meaning: 'The reason does not lift or follow the one given before.',
  },
  CARD_ID_ALREADY_USED: {
    status: 403,
    retryable: false,
    meaning: 'The cardId belongs to another card that is in use.',
  },
  CARD_PAN_NOT_ALLOWED: {
    status: 403,
    retryable: false,
    meaning:
      'The PAN was deleted or replaced, is live under another cardId, or is not the current one of the card to renew.',
  },
  CARD_PRODUCT_NOT_ALLOWED: {
    status: 403,
    retryable: false,
    meaning: 'The card product is not enabled for this service.',
  },
  ISSUER_FORBIDDEN: {
    status: 403,
    retryable: false,
    meaning: 'The caller may not act for this issuer.',
  },
  ISSUER_NOT_FOUND: { status: 404, retryable: false, meaning: 'There is no such issuer.' },
  CONSUMER_NOT_FOUND: { status: 404, retryable: false, meaning: 'The issuer has no such consumer.' },
  CARD_NOT_FOUND: { status: 404, retryable: false, meaning: 'The issuer has no such card.' },
  CARD_PRODUCT_NOT_FOUND: { status: 404, retryable: false, meaning: 'The issuer has no such card product.' },
  DIGITAL_CARD_NOT_FOUND: { status: 404, retryable: false, meaning: 'The issuer has no such digital card.' },
  OPERATION_NOT_FOUND: { status: 404, retryable: false, meaning: 'There was no such operation.' },
  CLICK_TO_PAY_PROFILE_NOT_FOUND: {
    status: 404,
    retryable: false,
    meaning: 'The consumer or card is not enrolled in Click to Pay.',
  },
  TOO_MANY_REQUESTS: {
    status: 429,
    retryable: true,
    meaning: 'More calls than agreed: see Retry-After.',
  },
  INTERNAL_ERROR: {
    status: 500,
    retryable: true,
    meaning: 'Something unexpected went wrong.',
    error: 'Internal Server Error',
  },
  SCHEME_UNAVAILABLE: {
    status: 503,
    retryable: true,
    meaning: 'The payment network cannot be reached.',
  },
} as const satisfies Record<string, D1ErrorCodeEntry>;

export type D1ErrorCode = keyof typeof d1ErrorCodes;

/** The table's entry of a code. */
export function errorCodeEntry(code: D1ErrorCode): D1ErrorCodeEntry {
  return d1ErrorCodes[code];
}
