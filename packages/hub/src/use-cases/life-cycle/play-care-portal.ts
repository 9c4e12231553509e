import { isCarePortalAction } from '../../core/care-portal.ts';
import { tspStateOf } from '../../core/tsp-token-state.ts';
import type { Hub } from '../../ports/hub.ts';
import { refuseCall } from '../enrolment/enrolment-result.ts';
import { tspOf } from '../tsp/tsp-of.ts';
import { isHeardOf, type ReportResult, unknownToken } from './apply-report.ts';
import { reportTspEvent, type TspReport } from './report-tsp-event.ts';

/**
 * What somebody does on a TSP's care portal, or the TSP by itself: a simulated network does it first, and reports it to
 * the hub. What the hub does not take is taken back.
 */
export async function playCarePortal(hub: Hub, report: TspReport): Promise<ReportResult> {
  const token = await hub.store.tokens.find(report.virtualCardId);
  if (!token || token.state === 'ERASED') return unknownToken;
  const tsp = tspOf(hub, token.tsp);
  if (!tsp.actOnCarePortal || !isCarePortalAction(report.event)) return reportTspEvent(hub, report);
  if (isHeardOf(token, 'TSP', report)) return { taken: true, token };
  const acted = await tsp.actOnCarePortal(token.tspTokenId, report.event);
  if (!acted.ok) return refuseCall(acted.code, `Its network does not do that in state ${token.state}`);
  const result = await reportTspEvent(hub, report);
  if (!result.taken) {
    const current = (await hub.store.tokens.find(token.virtualCardId)) ?? token;
    const call = { correlationId: hub.ids.uuid(), reason: null };
    await tsp.setState(token.tspTokenId, tspStateOf(current), call);
  }
  return result;
}
