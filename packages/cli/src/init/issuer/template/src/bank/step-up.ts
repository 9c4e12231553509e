import { type Cardholder, cardholderOf } from './cardholders.ts';
import type { Card } from './test-cards.ts';

/** A way in which a cardholder can prove to be one, as the wallet shows it. */
export interface StepUpMethod {
  /** Comes back as `otpMethodId` of `sendOTP`. */
  id: string;
  type: string;
  value?: string;
}

/** Ways in which the holder of a card can prove to be one: offer only what you can serve from end to end. */
export async function stepUpMethodsOf(card: Card): Promise<StepUpMethod[]> {
  const holder = await cardholderOf(card.consumerId);
  if (holder === undefined) return [];
  return [
    { id: 'sms', type: 'cell_phone', value: maskedNumber(holder) },
    { id: 'email', type: 'email', value: maskedEmail(holder) },
  ];
}

function maskedNumber({ mobile }: Cardholder): string {
  return `****${mobile.phoneNumber.slice(-3)}`;
}

function maskedEmail({ email }: Cardholder): string {
  return email.replace(/(?<=^.).*(?=@)/, '***');
}
