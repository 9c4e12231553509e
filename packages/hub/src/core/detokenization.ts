import { lastInstantOfExpiry } from '@countermark/wire/card/expiry';
import type { ChipData } from '@countermark/wire/detokenization/chip-data';
import type { Detokenize } from '@countermark/wire/detokenization/detokenize';
import { approved, type DetokenizationCode } from '@countermark/wire/detokenization/response-codes';
import type { AnswerPolicy } from './detokenizer.ts';
import type { TokenType } from './token.ts';

/** What was answered to one payment. */
export interface Detokenization {
  detokenizerId: string;
  /** The caller's own number of the payment. */
  reference: string;
  requestId: string;
  /** Keyed fingerprint of the whole message. */
  messageFingerprint: string;
  /** Null for an unknown token. */
  tspTokenId: string | null;
  responseCode: DetokenizationCode;
  /** Whether the card number was given. */
  answered: boolean;
  createdAt: Date;
}

/** The token's key of cryptograms; there is one. */
export const cryptogramKeyIndex = 1;

const minute = 60_000;
const hour = 60 * minute;

export const detokenizationLimits = {
  /** How many payments of a token may have got lost since the last one the TSP saw. */
  atcWindow: 100,
  /** A payment older than this is no longer good. */
  cryptogramLife: 24 * hour,
  /** How much the clock of a terminal may be ahead. */
  clockSkew: 15 * minute,
  /** How long answers are kept: 18 months. */
  history: 548 * 24 * hour,
} as const;

/** A token as far as a payment with it is concerned. */
export interface PresentedToken {
  state: string;
  tokenRequestorId: string;
  tokenType: TokenType;
  merchantId: string | null;
  /** `MMYY`. */
  tokenExpiryDate: string;
  lastAtc: number;
}

/** A payment as the TSP sees it. */
export interface PresentedPayment {
  message: Detokenize;
  /** Null when it cannot be read. */
  chip: ChipData | null;
  cryptogram: 'FITS' | 'WRONG' | 'KEY_UNKNOWN';
  now: Date;
}

/** Where a token of each type may be used, by the way its number got into the terminal. */
const channels: Readonly<Record<TokenType, readonly string[]>> = {
  EMBEDDED_SE: ['07', '08'],
  HCE: ['07', '08'],
  CARD_ON_FILE: ['01', '08'],
};

/** Something is bought; the other types may be of nothing. */
const purchases: ReadonlySet<string> = new Set(['00', '09']);

const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

interface Check {
  code: DetokenizationCode;
  /** `DOMAIN`: where the token may be used, of which the issuer may think otherwise. */
  kind: 'DOMAIN' | 'STRICT';
  fails(payment: PresentedPayment, token: PresentedToken): boolean;
}

/** What must be true of a payment with a known token, in this order; the first that is not gives the code. */
const checks: readonly Check[] = [
  {
    code: '017',
    kind: 'STRICT',
    fails: ({ message: { amount, transactionType } }) => amount.value === 0 && purchases.has(transactionType),
  },
  { code: '018', kind: 'STRICT', fails: ({ message }) => !currencies.has(message.amount.currency) },
  {
    code: '002',
    kind: 'DOMAIN',
    fails: ({ chip }, token) => chip !== null && chip.tokenRequestorId !== token.tokenRequestorId,
  },
  {
    code: '002',
    kind: 'DOMAIN',
    fails: ({ message }, token) => !channels[token.tokenType].includes(message.panEntryMode),
  },
  {
    code: '002',
    kind: 'DOMAIN',
    fails: ({ message }, { merchantId }) => merchantId !== null && message.cardAcceptor.id !== merchantId,
  },
  { code: '003', kind: 'STRICT', fails: (_, token) => token.state !== 'ACTIVE' },
  { code: '001', kind: 'STRICT', fails: isExpired },
  { code: '015', kind: 'STRICT', fails: ({ chip }) => chip === null },
  { code: '030', kind: 'STRICT', fails: ({ chip }, token) => chip !== null && !inWindow(chip.atc, token) },
  { code: '014', kind: 'STRICT', fails: ({ cryptogram }) => cryptogram === 'KEY_UNKNOWN' },
  { code: '016', kind: 'STRICT', fails: ({ message, now }) => isStale(message.transactionDateTime, now) },
  { code: '005', kind: 'STRICT', fails: ({ cryptogram }) => cryptogram === 'WRONG' },
];

/** What a payment comes to, and whether its card number is given. */
export function judgePayment(
  payment: PresentedPayment,
  { token, policy }: { token: PresentedToken | null; policy: AnswerPolicy },
): { responseCode: DetokenizationCode; answered: boolean } {
  if (token === null) return { responseCode: '003', answered: false };
  const failed = checks.filter(check => check.fails(payment, token));
  const [first] = failed;
  if (first === undefined) return { responseCode: approved, answered: true };
  const answered = policy === 'ALSO_OUTSIDE_DOMAIN' && failed.every(check => check.kind === 'DOMAIN');
  return { responseCode: first.code, answered };
}

function isExpired({ message, now }: PresentedPayment, { tokenExpiryDate }: PresentedToken): boolean {
  const shown = message.tokenizedCard.expiry;
  const same = shown.slice(2) + shown.slice(0, 2) === tokenExpiryDate;
  return !same || now > lastInstantOfExpiry(tokenExpiryDate);
}

/** Counters only rise, and not by more than may have been lost on the way. */
function inWindow(atc: number, { lastAtc }: PresentedToken): boolean {
  return atc > lastAtc && atc <= lastAtc + detokenizationLimits.atcWindow;
}

function isStale(transactionDateTime: string, now: Date): boolean {
  const age = now.getTime() - Date.parse(transactionDateTime);
  return age > detokenizationLimits.cryptogramLife || age < -detokenizationLimits.clockSkew;
}
