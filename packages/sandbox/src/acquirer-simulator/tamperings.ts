import { luhnCheckDigit } from '@countermark/wire/card/pan';
import type { ChipData } from '@countermark/wire/detokenization/chip-data';
import type { Detokenize } from '@countermark/wire/detokenization/detokenize';

/** A payment before the device signs it. */
export interface Draft {
  message: Omit<Detokenize, 'chipRelatedData'>;
  chip: Omit<ChipData, 'cryptogram'>;
}

/** Where something is made wrong: before the device signs, after it, or in the bytes it writes. */
export interface Tampered {
  draft?: (draft: Draft, payment: { formerReference: string | null }) => Draft;
  signed?: (chip: ChipData) => ChipData;
  written?: (chipRelatedData: string) => string;
}

const changed =
  (changes: (draft: Draft) => { message?: Partial<Draft['message']>; chip?: Partial<Draft['chip']> }) =>
  (draft: Draft): Draft => {
    const { message, chip } = changes(draft);
    return { message: { ...draft.message, ...message }, chip: { ...draft.chip, ...chip } };
  };

const day = 24 * 60 * 60 * 1000;

/** What can be wrong with a payment. All but what is named is right, the cryptogram included. */
export const tamperings = {
  'wrong-requestor': { draft: changed(() => ({ chip: { tokenRequestorId: '99900000099' } })) },
  'wrong-channel': { draft: changed(() => ({ message: { panEntryMode: '02' } })) },
  /** That of the token's first payment. */
  'used-counter': { draft: changed(() => ({ chip: { atc: 1 } })) },
  'far-counter': { draft: changed(({ chip }) => ({ chip: { atc: chip.atc + 10_000 } })) },
  'wrong-cryptogram': { signed: chip => ({ ...chip, cryptogram: otherHex(chip.cryptogram) }) },
  'unknown-key': { signed: chip => ({ ...chip, keyIndex: 9 }) },
  'unreadable-chip': { written: chipRelatedData => chipRelatedData.slice(0, -2) },
  'unknown-token': {
    draft: changed(({ message: { tokenizedCard } }) => ({
      message: { tokenizedCard: { ...tokenizedCard, pan: otherToken(tokenizedCard.pan) } },
    })),
  },
  'past-expiry': {
    draft: changed(({ message: { tokenizedCard } }) => ({
      message: { tokenizedCard: { ...tokenizedCard, expiry: '2001' } },
    })),
  },
  'old-payment': {
    draft: changed(({ message }) => ({
      message: {
        transactionDateTime: new Date(Date.parse(message.transactionDateTime) - 2 * day).toISOString(),
      },
    })),
  },
  'no-amount': {
    draft: changed(({ message }) => ({ message: { amount: { ...message.amount, value: 0 } } })),
  },
  'unknown-currency': {
    draft: changed(({ message }) => ({ message: { amount: { ...message.amount, currency: 'ZZZ' } } })),
  },
  'used-reference': {
    draft: (draft, { formerReference }) =>
      formerReference === null
        ? draft
        : { ...draft, message: { ...draft.message, reference: formerReference } },
  },
} satisfies Record<string, Tampered>;

export type Tampering = keyof typeof tamperings;
export const tamperingNames = Object.keys(tamperings) as Tampering[];

/** The same length, the last digit another. */
function otherHex(hex: string): string {
  return hex.slice(0, -1) + (hex.endsWith('0') ? '1' : '0');
}

/** A number of the same range that nobody was given, but for the smallest of chances. */
function otherToken(token: string): string {
  const body = token.slice(0, -2) + ((Number(token.at(-2)) + 1) % 10);
  return body + luhnCheckDigit(body);
}
