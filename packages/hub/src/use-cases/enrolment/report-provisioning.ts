import type { ReportProvisioning } from '@countermark/wire/token-requestor/report-provisioning';
import { correlationIdOf, type Enrolment } from '../../core/enrolment.ts';
import type { TokenEvent } from '../../core/token-life-cycle.ts';
import type { TokenRequestor } from '../../core/token-requestor.ts';
import type { Hub } from '../../ports/hub.ts';
import { changeToken } from '../life-cycle/change-token.ts';
import {
  type EnrolmentResult,
  lockOwnEnrolment,
  notNow,
  refuseCall,
  unknownEnrolment,
} from './enrolment-result.ts';

/** The requestor delivered the token to its device, or could not: the token becomes active, waits for verification, or is deleted. */
export async function reportProvisioning(
  hub: Hub,
  requestor: TokenRequestor,
  report: ReportProvisioning & { enrolmentId: string },
): Promise<EnrolmentResult> {
  const named = await nameInWallet(hub, requestor, report);
  if (!named.taken) return named;
  const { enrolment } = named;
  const delivered = report.result === 'DELIVERED';
  const change = await changeToken(hub, {
    virtualCardId: enrolment.virtualCardId ?? '',
    event: delivered ? provisioned(enrolment) : { type: 'PROVISIONING_FAILED' },
    source: delivered ? 'TSP' : 'WALLET',
    correlationId: correlationIdOf(enrolment),
  });
  if (!change.changed) return refuseCall(change.code, 'The token cannot be provisioned now');
  const current = await hub.store.enrolments.find(enrolment.enrolmentId);
  return { taken: true, enrolment: current ?? enrolment };
}

async function nameInWallet(
  hub: Hub,
  requestor: TokenRequestor,
  report: ReportProvisioning & { enrolmentId: string },
): Promise<EnrolmentResult> {
  return hub.store.transaction(async tx => {
    const enrolment = await lockOwnEnrolment(tx, requestor, report.enrolmentId);
    if (!enrolment) return unknownEnrolment;
    if (enrolment.step !== 'PROVISIONING_DUE') return notNow(enrolment);
    const token = await tx.tokens.lock(enrolment.virtualCardId ?? '');
    if (token && report.walletVirtualCardId !== undefined) {
      await tx.tokens.save({ ...token, walletVirtualCardId: report.walletVirtualCardId });
    }
    return { taken: true, enrolment };
  });
}

/**
 * Green is active at once. A card-on-file requestor has nobody to verify: its TSP activates the token although the
 * issuer said yellow (classic tokenization guide, "Generic e-commerce enrollment flow").
 */
function provisioned(enrolment: Enrolment): TokenEvent {
  const activates = enrolment.decision === 'green' || enrolment.tokenType === 'CARD_ON_FILE';
  return { type: 'PROVISIONED', towards: activates ? 'RESUMED' : 'INACTIVE' };
}
