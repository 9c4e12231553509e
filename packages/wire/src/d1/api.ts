/**
 * The APIs of the family. Its published documents name `D1-Public-IN-v1-Auth2`, the two v2 ones inbound,
 * `D1-Public-IN-v1-ClickToPay` and their outbound counterparts; the other names follow them.
 */
export const d1Apis = [
  'D1-Public-IN-v1-Auth2',
  'D1-Public-IN-v2-Consumer',
  'D1-Public-IN-v1-Consumer',
  'D1-Public-IN-v2-Card',
  'D1-Public-IN-v1-Card',
  'D1-Public-IN-v1-DigitalCard',
  'D1-Public-IN-v1-ClickToPay',
  'D1-Public-OUT-v1-Auth2',
  'D1-Public-OUT-v1-Consumer',
  'D1-Public-OUT-v2-Card',
  'D1-Public-OUT-v1-Card',
  'D1-Public-OUT-v1-DigitalCard',
] as const;

export type D1Api = (typeof d1Apis)[number];
