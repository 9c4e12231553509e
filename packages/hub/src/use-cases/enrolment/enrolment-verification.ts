import type { Enrolment } from '../../core/enrolment.ts';
import type { Hub } from '../../ports/hub.ts';
import { changeToken } from '../life-cycle/change-token.ts';
import type { IdvSessions, SessionResult } from '../verification/idv-sessions.ts';
import { lockOwnEnrolment, notNow, refuseCall, unknownEnrolment } from './enrolment-result.ts';
import { tokenRequestorOf } from './enrolment-session.ts';

/** Enrolments as sessions in which a cardholder is verified: what is waited for is that the token becomes active. */
export const enrolmentVerification: IdvSessions<Enrolment> = {
  idOf: enrolment => enrolment.enrolmentId,
  lockOwn: lockOwnEnrolment,
  lock: (tx, enrolmentId) => tx.enrolments.lock(enrolmentId),
  find: (store, enrolmentId) => store.enrolments.find(enrolmentId),
  save: (tx, enrolment) => tx.enrolments.save(enrolment),
  unknown: unknownEnrolment,
  isVerificationDue: enrolment => enrolment.step === 'VERIFICATION_DUE',
  notNow,
  toldToIssuer: async (_, enrolment) => ({
    issuerCardRefId: enrolment.issuerCardRefId ?? '',
    walletProviderId: enrolment.walletProviderId,
    tokenRequestor: tokenRequestorOf(enrolment),
  }),
  otpReason: 'CARD-DIGITIZATION',
  withChoice: enrolment => enrolment,
  // The right code is the token's to record: the enrolment follows it.
  async recordEntry(_, tx, { session, result }) {
    if (result !== 'SUCCESS') await tx.enrolments.save(session);
    return session;
  },
  async followEntry(hub, { session, result }) {
    if (result === 'SUCCESS') return activate(hub, session);
    if (result === 'INCORRECT_CODE_RETRIES_EXCEEDED') await giveUp(hub, session);
    return { taken: true, session };
  },
};

/** The token is as it was, also when somebody holds it: another method may be tried. */
async function giveUp(hub: Hub, { enrolmentId, virtualCardId }: Enrolment): Promise<void> {
  await changeToken(hub, {
    virtualCardId: virtualCardId ?? '',
    event: { type: 'VERIFICATION_USED_UP' },
    source: 'TSP',
    correlationId: enrolmentId,
  });
}

async function activate(hub: Hub, enrolment: Enrolment): Promise<SessionResult<Enrolment>> {
  const change = await changeToken(hub, {
    virtualCardId: enrolment.virtualCardId ?? '',
    event: { type: 'ACTIVATED' },
    source: 'TSP',
    correlationId: enrolment.enrolmentId,
  });
  if (!change.changed) return refuseCall(change.code, 'The token cannot be activated now');
  const current = await hub.store.enrolments.find(enrolment.enrolmentId);
  return { taken: true, session: current ?? enrolment };
}
