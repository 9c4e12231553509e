import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import { isBarredFrom } from '../../core/card-on-file.ts';
import type { Token } from '../../core/token.ts';
import type { TokenEvent } from '../../core/token-life-cycle.ts';
import {
  isFromTheFuture,
  isOvertaken,
  type Reporter,
  type ReportMark,
  withReport,
} from '../../core/token-report.ts';
import type { Hub } from '../../ports/hub.ts';
import { type CallRefused, refuseCall } from '../enrolment/enrolment-result.ts';
import { changeToken } from './change-token.ts';

/** How a report may name and date its event; absent: it is taken at its word. */
export interface ReportedMark {
  /** The reporter's own name of the event. */
  eventId?: string;
  /** When it happened, ISO 8601. */
  occurredAt?: string;
}

/** One event that a wallet or a TSP reports of a token. */
export interface TokenReport {
  token: Token;
  event: TokenEvent;
  reporter: Reporter;
  mark: ReportedMark;
  /** What else of the token changes with it. */
  alongside?: Partial<Token>;
}

export type ReportResult = { taken: true; token: Token } | CallRefused;

export const unknownToken = refuseCall(ResponseCode.unknownVirtualCard, 'Unknown token');

/**
 * Applies what a wallet or a TSP did to a token. An event that was heard before, or is older than the last of the same
 * reporter, is acknowledged and changes nothing.
 */
export async function applyReport(hub: Hub, report: TokenReport): Promise<ReportResult> {
  const { token, event, reporter, alongside } = report;
  const mark = readMark(report.mark);
  if (isFromTheFuture(mark, hub.clock.now()))
    return refuseCall(ResponseCode.badParameterFormat, 'occurredAt is in the future');
  if (isBarredFrom(token, event)) return notOnCardOnFile;
  const isRepeat = (current: Token) => isHeardOf(current, reporter, report.mark);
  const change = await changeToken(hub, {
    virtualCardId: token.virtualCardId,
    event,
    source: reporter,
    correlationId: null,
    reportedBy: reporter,
    onlyIf: current => !isRepeat(current),
    alongside: current => ({ ...alongside, reports: heardOf(current, reporter, mark) }),
  });
  if (change.changed) return { taken: true, token: change.token };
  const current = (await hub.store.tokens.find(token.virtualCardId)) ?? token;
  if (isRepeat(current)) return { taken: true, token: current };
  if (change.code === ResponseCode.operationNotAllowed) await rememberTime(hub, report, mark);
  return refuseCall(change.code, `Not possible in state ${current.state}`);
}

const notOnCardOnFile = refuseCall(
  ResponseCode.operationNotAllowed,
  'A card-on-file token is suspended by its requestor or issuer only',
);

/** Whether a report of this mark came before, or is older than one that did: it changes nothing. */
export function isHeardOf(token: Token, reporter: Reporter, mark: ReportedMark): boolean {
  return isOvertaken(token.reports[reporter], readMark(mark));
}

function readMark({ eventId, occurredAt }: ReportedMark): ReportMark {
  return { eventId: eventId ?? null, occurredAt: occurredAt === undefined ? null : new Date(occurredAt) };
}

function heardOf(token: Token, reporter: Reporter, mark: ReportMark): Token['reports'] {
  return { ...token.reports, [reporter]: withReport(token.reports[reporter], mark) };
}

/**
 * A report that does not fit the state may have come before an older one that it answers, such as "found" before
 * "lost": the older one then comes too late.
 */
async function rememberTime(
  hub: Hub,
  { token, reporter }: TokenReport,
  { occurredAt }: ReportMark,
): Promise<void> {
  if (occurredAt === null) return;
  await hub.store.transaction(async tx => {
    const current = await tx.tokens.lock(token.virtualCardId);
    if (!current) return;
    const reports = heardOf(current, reporter, { eventId: null, occurredAt });
    await tx.tokens.save({ ...current, reports });
  });
}
