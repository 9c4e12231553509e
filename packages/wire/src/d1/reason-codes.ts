/** Reasons of life cycle operations (D1 card life cycle, reasons). A code that an operation lacks is refused by 400. */

/** Means what a call says that gives no reason. */
export const defaultReasonCode = 'ISSUER_DECISION';

export const suspendReasonCodes = [
  'CARD_LOST',
  'CARD_STOLEN',
  'CARD_BROKEN',
  'FRAUD',
  'USER_DECISION',
  'ISSUER_DECISION',
] as const;
export type SuspendReasonCode = (typeof suspendReasonCodes)[number];

export const resumeReasonCodes = ['CARD_FOUND', 'ISSUER_DECISION', 'USER_DECISION'] as const;
export type ResumeReasonCode = (typeof resumeReasonCodes)[number];

export const deleteReasonCodes = [
  'CLOSED_ACCOUNT',
  'CLOSED_CARD',
  'CARD_LOST',
  'CARD_STOLEN',
  'CARD_BROKEN',
  'FRAUD',
  'USER_DECISION',
  'ISSUER_DECISION',
] as const;
export type DeleteReasonCode = (typeof deleteReasonCodes)[number];

export const replaceReasonCodes = [
  'CARD_LOST',
  'CARD_STOLEN',
  'CARD_BROKEN',
  'FRAUD',
  'USER_DECISION',
  'ISSUER_DECISION',
] as const;
export type ReplaceReasonCode = (typeof replaceReasonCodes)[number];

export const renewReasonCodes = ['CARD_EXPIRED', 'CARD_BROKEN', 'USER_DECISION', 'ISSUER_DECISION'] as const;
export type RenewReasonCode = (typeof renewReasonCodes)[number];

/** A first activation has no published reasons. */
export const activateReasonCodes = ['USER_DECISION', 'ISSUER_DECISION'] as const;
export type ActivateReasonCode = (typeof activateReasonCodes)[number];

export const digitalCardReasonCodes = [
  'USER_DECISION',
  'ISSUER_DECISION',
  'DEVICE_LOST',
  'DEVICE_STOLEN',
  'FRAUD',
  'CLOSED_ACCOUNT',
  'CLOSED_CARD',
] as const;
export type DigitalCardReasonCode = (typeof digitalCardReasonCodes)[number];

export const clickToPayReasonCodes = ['USER_DECISION', 'ISSUER_DECISION'] as const;
export type ClickToPayReasonCode = (typeof clickToPayReasonCodes)[number];
