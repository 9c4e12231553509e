import Type from 'typebox';
import { expiryPattern } from '../../card/expiry.ts';

/** The elements of card data inside envelopes. None of them may be logged. */

export const Fpan = Type.String({ pattern: '^[0-9]{13,19}$', description: 'Funding PAN.' });

/** Both ends of `updateCard` give at least 16 digits (Issuer Gateway API, replace or renew a card). */
export const ReplaceableFpan = Type.String({ pattern: '^[0-9]{16,19}$', description: 'Funding PAN.' });

export const CardExpiry = Type.String({ pattern: expiryPattern, description: 'Expiry date, MMYY.' });

export const Cvv = Type.String({ pattern: '^[0-9]{3,4}$', description: 'Card security code.' });
