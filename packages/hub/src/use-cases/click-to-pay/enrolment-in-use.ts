import type { ClickToPayEnrolment } from '../../core/click-to-pay.ts';
import type { Aggregates } from '../../ports/store.ts';

/** The enrolment of a card that is in its directory or on its way there; null when there is none, or it is leaving. */
export async function enrolmentInUse(
  tx: Pick<Aggregates, 'clickToPay'>,
  cardId: string,
): Promise<ClickToPayEnrolment | null> {
  const enrolment = await tx.clickToPay.enrolment(cardId);
  return enrolment?.state === 'LEAVING' ? null : enrolment;
}
