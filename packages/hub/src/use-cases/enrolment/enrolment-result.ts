import type { Enrolment } from '../../core/enrolment.ts';
import type { TokenRequestor } from '../../core/token-requestor.ts';
import type { Aggregates } from '../../ports/store.ts';

/** What a step of an enrolment came to: the session as it now stands, or a call that could not be taken. */
export type EnrolmentResult = { taken: true; enrolment: Enrolment } | CallRefused;

/** The call itself was wrong or came at the wrong time; nothing changed. */
export interface CallRefused {
  taken: false;
  code: number;
  message: string;
}

export function refuseCall(code: number, message: string): CallRefused {
  return { taken: false, code, message };
}

/** A requestor sees its own sessions only; another's is as unknown as one that never was. */
export async function lockOwnEnrolment(
  tx: Pick<Aggregates, 'enrolments'>,
  requestor: TokenRequestor,
  enrolmentId: string,
): Promise<Enrolment | null> {
  const enrolment = await tx.enrolments.lock(enrolmentId);
  return enrolment?.requestorId === requestor.requestorId ? enrolment : null;
}

export const notEligible: CallRefused = refuseCall(
  163,
  'This card is not eligible for tokenization by this requestor',
);

export const unknownEnrolment: CallRefused = refuseCall(118, 'Unknown enrolment');

export function notNow(enrolment: Enrolment): CallRefused {
  return refuseCall(432, `Not possible now: the enrolment is at ${enrolment.outcome ?? enrolment.step}`);
}
