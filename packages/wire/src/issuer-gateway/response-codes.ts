/**
 * Response codes of the Issuer Gateway API by name. They travel as `responseCode` of an error body and as
 * `errorCode` of a notification.
 */
export const ResponseCode = {
  missingParameter: 111,
  badParameterFormat: 112,
  unknownIssuer: 113,
  unknownEndUser: 114,
  unknownProduct: 115,
  unknownCard: 116,
  unknownTokenStorage: 117,
  unknownRequest: 118,
  unknownVirtualCard: 119,
  cardExpired: 158,
  cardSuspended: 159,
  cardRevoked: 160,
  authenticationValueProblem: 161,
  productNotSupported: 163,
  fraudSuspected: 164,
  cardNotWhitelisted: 165,
  invalidFpan: 166,
  cardAlreadyProvisioned: 167,
  provisioningDeclined: 170,
  deviceNotReachable: 221,
  deviceError: 231,
  deviceOutOfMemory: 232,
  operationOngoing: 321,
  operationExpired: 322,
  operationIncomplete: 323,
  operationNotAllowed: 432,
  invalidIdvMethod: 501,
  cardholderVerificationDeclined: 510,
  operationFailed: 911,
  serverError: 921,
} as const;

/** A code of the table. Peers may send others. */
export type ResponseCode = (typeof ResponseCode)[keyof typeof ResponseCode];

/**
 * What the receiver of a code does (Issuer Gateway API, API protocol):
 * `K` nothing, it is no error; `D` data error, correct before sending again; `S` system error, temporary, may be sent
 * again; `F` functional error, definitive, never send again.
 */
export type CodeType = 'K' | 'D' | 'S' | 'F';

/**
 * `published`: in the API's documentation; `deployed`: used alike by issuers in production;
 * `sister`: published for another API of the same family.
 */
export type CodeSource = 'published' | 'deployed' | 'sister';

export interface ResponseCodeEntry {
  type: CodeType;
  /** Short English text, fit for `errorMessage`. */
  meaning: string;
  source: CodeSource;
}

/** The code table (Issuer Gateway API, API protocol). No code has type `K`: success is HTTP 200 and needs none. */
export const responseCodes: Readonly<Record<ResponseCode, ResponseCodeEntry>> = {
  111: { type: 'D', meaning: 'Missing required parameter', source: 'published' },
  112: { type: 'D', meaning: 'Bad parameter format', source: 'published' },
  113: { type: 'D', meaning: 'Unknown issuer', source: 'published' },
  114: { type: 'D', meaning: 'Unknown end user', source: 'published' },
  115: { type: 'D', meaning: 'Unknown product', source: 'published' },
  116: { type: 'D', meaning: 'Unknown card', source: 'published' },
  117: { type: 'D', meaning: 'Unknown token storage', source: 'published' },
  118: { type: 'D', meaning: 'Unknown request', source: 'published' },
  119: { type: 'D', meaning: 'Unknown virtual card', source: 'published' },
  158: { type: 'D', meaning: 'Card expired', source: 'published' },
  159: { type: 'D', meaning: 'Card suspended', source: 'published' },
  160: { type: 'D', meaning: 'Card revoked or deleted', source: 'published' },
  161: { type: 'D', meaning: 'Authentication value not accepted', source: 'published' },
  163: { type: 'D', meaning: 'Product not supported for tokenization', source: 'deployed' },
  164: { type: 'D', meaning: 'Fraud suspected', source: 'deployed' },
  165: { type: 'D', meaning: 'Card not whitelisted for this token requestor', source: 'deployed' },
  166: { type: 'D', meaning: 'Invalid FPAN', source: 'deployed' },
  167: { type: 'D', meaning: 'Card already provisioned', source: 'sister' },
  170: { type: 'D', meaning: 'Provisioning request declined', source: 'sister' },
  221: { type: 'S', meaning: 'Device not reachable', source: 'published' },
  231: { type: 'F', meaning: 'Unexpected device error', source: 'sister' },
  232: { type: 'F', meaning: 'Device out of memory', source: 'sister' },
  321: { type: 'S', meaning: 'Operation already ongoing', source: 'sister' },
  322: { type: 'S', meaning: 'Time to live of the operation expired', source: 'sister' },
  323: { type: 'F', meaning: 'Operation incomplete', source: 'sister' },
  432: { type: 'D', meaning: 'Operation not allowed in the current state', source: 'sister' },
  501: { type: 'D', meaning: 'Invalid ID&V method', source: 'deployed' },
  510: { type: 'D', meaning: 'Cardholder verification declined', source: 'deployed' },
  911: { type: 'F', meaning: 'Operation failed', source: 'deployed' },
  921: { type: 'S', meaning: 'Unexpected server error', source: 'deployed' },
};

/** How token service providers write 158. */
const cardExpiredAtTsp = 191;

/** The code of this API that a received code stands for: 191, a token service provider's "card expired", is 158. */
export function normaliseCode(code: number): number {
  return code === cardExpiredAtTsp ? ResponseCode.cardExpired : code;
}

/** The table's entry for a received code, `undefined` for a code that is not listed. */
export function responseCodeEntry(code: number): ResponseCodeEntry | undefined {
  const normalised = normaliseCode(code);
  return isListed(normalised) ? responseCodes[normalised] : undefined;
}

/**
 * The type of a received code.
 *
 * @param when how it came: `synchronous` in an answer, `asynchronous` as the `errorCode` of a notification. It decides
 *   the codes that are not listed: an answer can be corrected and asked again (D), an outcome is final (F).
 */
export function codeType(code: number, when: 'synchronous' | 'asynchronous'): CodeType {
  const unlisted = when === 'synchronous' ? 'D' : 'F';
  return responseCodeEntry(code)?.type ?? unlisted;
}

/** Whether the same request may be sent again unchanged: type S. */
export function isRetryable(code: number): boolean {
  return responseCodeEntry(code)?.type === 'S';
}

function isListed(code: number): code is ResponseCode {
  return Object.hasOwn(responseCodes, code);
}
