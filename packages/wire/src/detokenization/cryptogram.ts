import { timingSafeEqual } from 'node:crypto';
import { aesCmac } from './aes-cmac.ts';
import type { ChipData } from './chip-data.ts';
import type { Detokenize } from './detokenize.ts';

/** Bytes of the CMAC that make the cryptogram. */
const cryptogramLength = 8;

/** What a cryptogram vouches for. */
export interface PaymentSigned {
  message: Pick<
    Detokenize,
    'tokenizedCard' | 'amount' | 'transactionDateTime' | 'transactionType' | 'cardAcceptor'
  >;
  chip: Omit<ChipData, 'cryptogram' | 'keyIndex'>;
}

/**
 * The cryptogram of one payment: the first 8 bytes of the AES-CMAC, under the token's own key, of these fields in this
 * order, each as the message has it, joined by `|` in ASCII: token, its expiry `yymm`, amount, currency, date and time,
 * transaction type, id of the card acceptor, token requestor id, transaction counter in decimal, unpredictable number
 * in lower-case hexadecimal.
 *
 * @param key 16 bytes
 * @returns 16 lower-case hexadecimal digits
 */
export function cryptogramOf(key: Uint8Array, { message, chip }: PaymentSigned): string {
  const { tokenizedCard, amount, transactionDateTime, transactionType, cardAcceptor } = message;
  const fields = [
    tokenizedCard.pan,
    tokenizedCard.expiry,
    amount.value,
    amount.currency,
    transactionDateTime,
    transactionType,
    cardAcceptor.id,
    chip.tokenRequestorId,
    chip.atc,
    chip.unpredictableNumber.toLowerCase(),
  ];
  return aesCmac(key, Buffer.from(fields.join('|')))
    .subarray(0, cryptogramLength)
    .toString('hex');
}

/** Whether a payment's cryptogram, hexadecimal in either case, is the one that this key makes; takes the same time either way. */
export function cryptogramFits(key: Uint8Array, payment: PaymentSigned, cryptogram: string): boolean {
  return timingSafeEqual(Buffer.from(cryptogramOf(key, payment)), Buffer.from(cryptogram.toLowerCase()));
}
