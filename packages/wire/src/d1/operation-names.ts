/** What operations are called in getters and notifications (Outbound Card API, notify card operations). */

const clickToPayOperationNames = [
  'CLICK_TO_PAY_ENROLMENT',
  'CLICK_TO_PAY_UPDATE',
  'CLICK_TO_PAY_OPT_OUT',
] as const;

export const cardOperationNames = [
  'CREATE',
  'REGISTER',
  'ACTIVATE',
  'SUSPEND',
  'RESUME',
  'DELETE',
  'DIGITIZE',
  'RENEW',
  'REPLACE',
  'PRODUCE',
  'STANDALONE_TRACKING',
  ...clickToPayOperationNames,
] as const;
export type CardOperationName = (typeof cardOperationNames)[number];

export const consumerOperationNames = ['REGISTER', 'UPDATE', 'DELETE', ...clickToPayOperationNames] as const;
export type ConsumerOperationName = (typeof consumerOperationNames)[number];

/** `RESUME` also tells of a first activation; `UPDATE` that number or expiry date of the card changed. */
export const digitalCardOperationNames = ['RESUME', 'SUSPEND', 'DELETE', 'RENEW', 'UPDATE'] as const;
export type DigitalCardOperationName = (typeof digitalCardOperationNames)[number];
