import { listedValue } from './element.ts';

/** Payment networks of cards. */
export const cardSchemes = ['VISA', 'MASTERCARD', 'AMEX'] as const;
export type CardScheme = (typeof cardSchemes)[number];
export const CardScheme = listedValue(cardSchemes, 'Payment network of the card.');

/** Payment networks that have a Click to Pay directory. */
export const clickToPaySchemes = ['VISA', 'MASTERCARD'] as const;
export type ClickToPayScheme = (typeof clickToPaySchemes)[number];
export const ClickToPayScheme = listedValue(clickToPaySchemes, 'Payment network of the directory.');
