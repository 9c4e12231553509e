import { randomBytes, randomUUID } from 'node:crypto';
import { type ChipData, writeChipData } from '@countermark/wire/detokenization/chip-data';
import { cryptogramOf } from '@countermark/wire/detokenization/cryptogram';
import type { Detokenize } from '@countermark/wire/detokenization/detokenize';
import type { PayingToken } from '../wallet-simulator/payment-devices.ts';
import { type Draft, type Tampered, type Tampering, tamperings } from './tamperings.ts';

/** One payment, as far as it is not usual: 12.50 EUR, contactless, at the demo shop. */
export interface PaymentScript {
  /** Of the tokens in use the one that came to its device last, unless given. */
  virtualCardId?: string;
  /** In the smallest unit of the currency. */
  amount?: number;
  /** ISO 4217. */
  currency?: string;
  /** The merchant, as its acquirer numbers it. */
  merchantId?: string;
  panEntryMode?: Detokenize['panEntryMode'];
  /** What is wrong with it. */
  tampering?: Tampering;
}

/**
 * What terminal and device make of a payment: the device counts it and signs it with the token's own key. `formerReference`
 * is that of the payment before, for a script that uses it again.
 */
export function composePayment(
  script: PaymentScript,
  { token, now, formerReference }: { token: PayingToken; now: Date; formerReference: string | null },
): Detokenize {
  const tampering: Tampered = script.tampering === undefined ? {} : tamperings[script.tampering];
  const usual = usualDraft(script, { token, now });
  const { message, chip } = tampering.draft?.(usual, { formerReference }) ?? usual;
  const key = Buffer.from(token.personalisation.key, 'hex');
  const signed: ChipData = { ...chip, cryptogram: cryptogramOf(key, { message, chip }) };
  const chipRelatedData = writeChipData(tampering.signed?.(signed) ?? signed);
  return { ...message, chipRelatedData: tampering.written?.(chipRelatedData) ?? chipRelatedData };
}

function usualDraft(script: PaymentScript, { token, now }: { token: PayingToken; now: Date }): Draft {
  const { token: pan, tokenExpiryDate, tokenRequestorId, keyIndex } = token.personalisation;
  token.atc += 1;
  return {
    message: {
      scheme: 'DOMESTIC',
      tokenizedCard: { pan, expiry: tokenExpiryDate.slice(2) + tokenExpiryDate.slice(0, 2) },
      reference: randomUUID(),
      amount: { value: script.amount ?? 1250, currency: script.currency ?? 'EUR' },
      transactionDateTime: now.toISOString(),
      transactionType: '00',
      panEntryMode: script.panEntryMode ?? '07',
      cardAcceptor: { id: script.merchantId ?? 'demo-shop', name: 'Demo Shop', terminalId: 'T1' },
    },
    chip: {
      tokenRequestorId,
      atc: token.atc,
      unpredictableNumber: randomBytes(4).toString('hex'),
      keyIndex,
    },
  };
}
