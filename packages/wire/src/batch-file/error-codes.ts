/** File-level error codes (classic tokenization guide, "Synchronize tokens using batch files"): nothing is processed. */
export const fileErrorCodes = {
  /** The header names an issuer or an operation that is not known here, or a file that came before. */
  INVALID_HEADER: '100',
  FILE_TOO_BIG: '102',
  INVALID_JSON_FILE: '103',
  MANDATORY_PARAMETER_MISSING_HEADER: '105',
  FIELD_INVALID_FORMAT: '106',
  DUPLICATE_ROW_ID: '107',
  INVALID_SIGNATURE: '110',
} as const;

export type FileErrorCode = (typeof fileErrorCodes)[keyof typeof fileErrorCodes];

/**
 * Record-level error codes: the other records of the file are processed all the same. D1 publishes 106 and the beginning
 * of the name of 111 for its own batch files; the others are ours, where possible those of the Issuer Gateway API.
 */
export const recordErrorCodes = {
  /** Of D1 only, where files of tokens have {@link recordErrorCodes.BAD_PARAMETER_FORMAT}. */
  FIELD_INVALID_FORMAT: '106',
  MISSING_MANDATORY_PARAMETER: '111',
  BAD_PARAMETER_FORMAT: '112',
  /** The issuer has no such card product. */
  UNKNOWN_PRODUCT: '115',
  /** The PAN belongs to no card product of the issuer and scheme. */
  UNKNOWN_CARD: '116',
  DECRYPTION_FAILED: '201',
  /** The TSP refused, or has a token that cannot be managed here. */
  TSP_ERROR: '202',
  /** The state of what is there already, or the settings of the product, do not allow it. */
  OPERATION_NOT_ALLOWED: '432',
} as const;

export type RecordErrorCode = (typeof recordErrorCodes)[keyof typeof recordErrorCodes];
