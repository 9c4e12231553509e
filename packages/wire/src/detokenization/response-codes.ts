/** The codes of `responseCode`, and what the TSP says with each. */
export const detokenizationCodes = {
  '000': 'Approved',
  '001': 'Token expired, or not its expiry date',
  '002': 'Not allowed for this token requestor, channel or merchant',
  '003': 'Token unknown, or not active',
  '005': 'Cryptogram does not fit',
  '006': 'Format error',
  '009': 'Duplicate reference',
  '010': 'System error',
  '011': 'Device lost',
  '012': 'Device stolen',
  '013': 'Fraud suspected',
  '014': 'Key unknown',
  '015': 'Chip data format error',
  '016': 'Cryptogram expired',
  '017': 'Amount not allowed',
  '018': 'Currency unknown',
  '020': 'Device holder verification failed',
  '021': 'Device holder verification missing',
  '024': 'Cloud PIN wrong',
  '025': 'Cloud PIN tries exceeded',
  '029': 'Cloud PIN not available',
  '030': 'Transaction counter not in its window',
} as const;

export type DetokenizationCode = keyof typeof detokenizationCodes;

/** Transaction counter and cryptogram fit, and so does everything else: the card number is given. */
export const approved: DetokenizationCode = '000';
