/** Reasons by code as the Issuer Gateway numbers them, which TSPs are told; it has no number for the others. */
const numbers: Readonly<Record<string, number>> = {
  USER_DECISION: 11,
  ISSUER_DECISION: 21,
  DEVICE_LOST: 31,
  CARD_LOST: 31,
  DEVICE_STOLEN: 32,
  CARD_STOLEN: 32,
};

export function reasonNumber(reasonCode: string | null | undefined): number | null {
  return numbers[reasonCode ?? ''] ?? null;
}
