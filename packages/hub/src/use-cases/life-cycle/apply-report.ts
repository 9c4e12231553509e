import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import { isBarredFrom } from '../../core/card-on-file.ts';
import { isWaitingReport } from '../../core/operation.ts';
import type { Token } from '../../core/token.ts';
import type { TokenEvent } from '../../core/token-life-cycle.ts';
import {
  isFromTheFuture,
  isOvertaken,
  type Reporter,
  type ReportMark,
  withReport,
} from '../../core/token-report.ts';
import type { WalletTokenEvent } from '../../core/wallet-token-event.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import { type CallRefused, refuseCall } from '../enrolment/enrolment-result.ts';
import { changeToken, type Unchanged } from './change-token.ts';
import { queueReport } from './queue-report.ts';

/** How a report may name and date its event; absent: it is taken at its word. */
export interface ReportedMark {
  /** The reporter's own name of the event. */
  eventId?: string;
  /** When it happened, ISO 8601. */
  occurredAt?: string;
}

/** One event that a wallet or a TSP reports of a token. */
export type TokenReport = {
  token: Token;
  mark: ReportedMark;
  /** What else of the token changes with it. */
  alongside?: Partial<Token>;
} & ({ reporter: 'WALLET'; event: WalletTokenEvent } | { reporter: 'TSP'; event: TokenEvent });

export type ReportResult = { taken: true; token: Token } | CallRefused;

export const unknownToken = refuseCall(ResponseCode.unknownVirtualCard, 'Unknown token');

/**
 * Applies what a wallet or a TSP did to a token. An event that was heard before, or is older than the last of the same
 * reporter, is acknowledged and changes nothing. What a wallet did is queued when the TSP does not answer.
 */
export async function applyReport(hub: Hub, report: TokenReport): Promise<ReportResult> {
  const { token, event, reporter, alongside } = report;
  const mark = readMark(report.mark);
  if (isFromTheFuture(mark, hub.clock.now()))
    return refuseCall(ResponseCode.badParameterFormat, 'occurredAt is in the future');
  if (isBarredFrom(token, event)) return notOnCardOnFile;
  const isRepeat = (current: Token) => isHeardOf(current, reporter, report.mark);
  const change = (await hasToWait(hub, report))
    ? itsTurnIsLater
    : await changeToken(hub, {
        virtualCardId: token.virtualCardId,
        event,
        source: reporter,
        correlationId: null,
        reportedBy: reporter,
        onlyIf: current => !isRepeat(current),
        alongside: current => ({ ...alongside, reports: heardOf(current, reporter, mark) }),
      });
  if (change.changed) return { taken: true, token: change.token };
  const result = await hub.store.transaction(tx => takeUnapplied(hub, tx, { report, mark, change }));
  hub.wake.operations();
  hub.wake.deliveries();
  return result;
}

/** As if the TSP did not answer. */
const itsTurnIsLater = { changed: false, code: ResponseCode.serverError } as const;

/** The TSP hears of what a wallet did in its order; of a deletion at once, for nothing else matters then. */
async function hasToWait(hub: Hub, { token, reporter, event }: TokenReport): Promise<boolean> {
  if (reporter !== 'WALLET' || event.type === 'DELETED') return false;
  const running = await hub.store.operations.running(token.virtualCardId);
  return running.some(isWaitingReport);
}

/**
 * A report that could not be applied: it was heard before, waits from now on, or is refused. One that does not fit the state
 * may have come before an older one that it answers, such as "found" before "lost": the older one then comes too late.
 */
async function takeUnapplied(
  hub: Hub,
  tx: Aggregates,
  { report, mark, change }: { report: TokenReport; mark: ReportMark; change: Unchanged },
): Promise<ReportResult> {
  const { reporter } = report;
  const card = await tx.cards.lock(report.token.cardId);
  const token = await tx.tokens.lock(report.token.virtualCardId);
  if (!card || !token) return unknownToken;
  if (isHeardOf(token, reporter, report.mark)) return { taken: true, token };
  const code =
    report.reporter === 'WALLET'
      ? await queueReport(hub, tx, { card, token, event: report.event, change })
      : change.code;
  if (code === null || code === ResponseCode.operationNotAllowed) {
    const remembered = code === null ? mark : { ...mark, eventId: null };
    await tx.tokens.save({ ...token, reports: heardOf(token, reporter, remembered) });
  }
  return code === null ? { taken: true, token } : refuseCall(code, `Not possible in state ${token.state}`);
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
