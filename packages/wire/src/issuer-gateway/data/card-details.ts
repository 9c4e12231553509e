import Type from 'typebox';
import { personalText, text } from './element.ts';

/** What the issuer tells of the card when it consents. Formats are usual, not enforced. */
export const CardDetails = Type.Object({
  cardholderName: Type.Optional(personalText('Name on the card.')),
  fpanBin: Type.Optional(text('First six to eight digits of the FPAN.')),
  fpanLastDigits: Type.Optional(text('Last four or five digits of the FPAN.')),
  fpanExpiryDate: Type.Optional(personalText('Expiry date of the card, MMYY.')),
});

export type CardDetails = Type.Static<typeof CardDetails>;
