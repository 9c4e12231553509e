import { lastInstantOfExpiry } from '@countermark/wire/card/expiry';
import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import type { Token } from '../../core/token.ts';
import type { TokenEvent } from '../../core/token-life-cycle.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Tsp } from '../../ports/tsp.ts';
import { approveAwaitedBinding } from '../device-binding/approve-awaited-binding.ts';
import { refuseCall } from '../enrolment/enrolment-result.ts';
import { tspOf } from '../tsp/tsp-of.ts';
import { applyReport, type ReportedMark, type ReportResult, unknownToken } from './apply-report.ts';

/** What the TSP does to a token by itself, or an operator on its care portal. */
export const tspEvents = {
  ACTIVATE: { type: 'ACTIVATED' },
  SUSPEND: { type: 'SUSPENDED', by: 'TSP' },
  RESUME: { type: 'RESUMED', by: 'TSP' },
  DELETE: { type: 'DELETED', action: 'DELETE' },
  DELETE_FROM_APP: { type: 'DELETED', action: 'DELETE_FROM_APP' },
  RESTORE: { type: 'RESTORED' },
  RENEW: { type: 'RENEWED' },
} as const satisfies Record<string, TokenEvent>;

export type TspEvent = keyof typeof tspEvents;

/** One event of a TSP; with an id and a time a repeat or a late one is told from news. */
export interface TspReport extends ReportedMark {
  virtualCardId: string;
  event: TspEvent;
  /** `MMYY`; of RENEW only. Absent: as the TSP has it. */
  tokenExpiryDate?: string;
  /** Of a RENEW that failed, without a date. */
  errorCode?: number;
}

/**
 * Applies an event of the TSP: an activation ends the enrolment, a renewal dates the token anew or failed, the rest changes
 * the set of suspenders, deletes or restores.
 */
export async function reportTspEvent(hub: Hub, report: TspReport): Promise<ReportResult> {
  const { virtualCardId, event, tokenExpiryDate, errorCode, ...mark } = report;
  const token = await hub.store.tokens.find(virtualCardId);
  if (!token || token.state === 'ERASED') return unknownToken;
  const misplaced = misplacedMember(report);
  if (misplaced !== null) return refuseCall(ResponseCode.badParameterFormat, misplaced);
  if (errorCode !== undefined)
    return applyReport(hub, { token, event: { ...tspEvents.RENEW, errorCode }, reporter: 'TSP', mark });
  if (event === 'RENEW') return renew(hub, { token, tokenExpiryDate, mark });
  if (event === 'ACTIVATE' && (await approvesBinding(hub, token))) return { taken: true, token };
  return applyReport(hub, { token, event: tspEvents[event], reporter: 'TSP', mark });
}

function misplacedMember({ event, tokenExpiryDate, errorCode }: TspReport): string | null {
  if (event === 'RENEW') {
    const isBoth = tokenExpiryDate !== undefined && errorCode !== undefined;
    return isBoth ? 'A RENEW that failed has no tokenExpiryDate' : null;
  }
  if (tokenExpiryDate !== undefined) return 'tokenExpiryDate belongs to RENEW';
  return errorCode === undefined ? null : 'errorCode belongs to RENEW';
}

/** The cardholder whom a TSP found verified may be one for whose token a device is to be bound. */
async function approvesBinding(hub: Hub, { virtualCardId }: Token): Promise<boolean> {
  const approved = await hub.store.transaction(async tx => {
    const token = await tx.tokens.lock(virtualCardId);
    if (token?.state !== 'RESUMED') return null;
    return approveAwaitedBinding(hub, tx, { virtualCardId, by: 'tsp', correlationId: null });
  });
  hub.wake.operations();
  return approved !== null;
}

/** A TSP whose renewals the hub starts is given the date that the hub then has, also by a repeat. */
async function renew(
  hub: Hub,
  { token, tokenExpiryDate, mark }: { token: Token; tokenExpiryDate: string | undefined; mark: ReportedMark },
): Promise<ReportResult> {
  const tsp = tspOf(hub, token.tsp);
  const renewed = tokenExpiryDate ?? (await renewedDate(tsp, token));
  if (renewed === null)
    return refuseCall(ResponseCode.missingParameter, 'RENEW needs tokenExpiryDate: the TSP tells none');
  if (lastInstantOfExpiry(renewed) <= hub.clock.now())
    return refuseCall(ResponseCode.badParameterFormat, 'tokenExpiryDate is over already');
  const report = { token, event: tspEvents.RENEW, reporter: 'TSP', mark } as const;
  const result: ReportResult =
    tokenExpiryDate === token.tokenExpiryDate
      ? { taken: true, token }
      : await applyReport(hub, { ...report, alongside: { tokenExpiryDate: renewed } });
  if (result.taken) await tsp.renewal?.keep(token.tspTokenId, result.token.tokenExpiryDate);
  return result;
}

async function renewedDate(tsp: Tsp, token: Token): Promise<string | null> {
  if (tsp.renewal) return tsp.renewal.after(token.tokenExpiryDate);
  const tokenInfo = await tsp.tokenInfo(token.tspTokenId);
  return tokenInfo?.tokenExpiryDate ?? null;
}
