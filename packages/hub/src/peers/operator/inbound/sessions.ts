import { closedObject } from '@countermark/wire/operator/closed-object';
import { defaultLimit } from '@countermark/wire/operator/elements';
import {
  SessionDetails,
  SessionFilter,
  SessionList,
  type SessionView,
} from '@countermark/wire/operator/session';
import { EnrolmentId } from '@countermark/wire/token-requestor/identifiers';
import type { DecisionTrace } from '../../../core/d1-decision.ts';
import { correlationIdOf, type Enrolment } from '../../../core/enrolment.ts';
import { viewChallenge } from './challenge-view.ts';
import { viewExchange } from './exchange-view.ts';
import { type Operation, operation } from './operation.ts';
import { ok, refuse } from './outcome.ts';

export const sessionOperations: readonly Operation[] = [
  operation({
    name: 'listSessions',
    method: 'GET',
    path: '/sessions',
    query: SessionFilter,
    response: SessionList,
    async act({ hub, query }) {
      const limit = Number(query.limit ?? defaultLimit);
      const enrolments = await hub.store.enrolments.list({ ...query, limit });
      const next = enrolments.length < limit ? undefined : enrolments.at(-1)?.enrolmentId;
      const sessions = enrolments.map(viewSession);
      return ok({ sessions, ...(next !== undefined && { next }) } satisfies SessionList);
    },
  }),
  operation({
    name: 'getSession',
    method: 'GET',
    path: '/sessions/:enrolmentId',
    params: closedObject({ enrolmentId: EnrolmentId }),
    response: SessionDetails,
    async act({ hub, params: { enrolmentId } }) {
      const enrolment = await hub.store.enrolments.find(enrolmentId);
      if (!enrolment) return refuse('not-found', `There is no session ${enrolmentId}.`);
      const exchanges = await hub.store.exchanges.ofCorrelation(correlationIdOf(enrolment));
      return ok({
        session: viewSession(enrolment),
        exchanges: exchanges.map(viewExchange),
      } satisfies SessionDetails);
    },
  }),
];

/** Member by member, so that nothing sealed and nothing of the cardholder comes along. */
function viewSession(enrolment: Enrolment): SessionView {
  const { walletCardRefId, outcome, refusal, decision, issuerCardRefId, issuerProductId } = enrolment;
  const { termsDecision: terms, decisionTrace, challenge, virtualCardId, dueAt, primaryToken } = enrolment;
  return {
    enrolmentId: enrolment.enrolmentId,
    ...(primaryToken !== null && { primaryVirtualCardId: primaryToken.virtualCardId }),
    issuerId: enrolment.issuerId,
    productId: enrolment.productId,
    requestorId: enrolment.requestorId,
    tokenRequestorId: enrolment.tokenRequestorId,
    walletProviderId: enrolment.walletProviderId,
    ...(walletCardRefId !== null && { walletCardRefId }),
    tokenType: enrolment.tokenType,
    cardLastDigits: enrolment.lastDigits,
    step: enrolment.step,
    ...(outcome !== null && { outcome }),
    ...(refusal !== null && { refusal }),
    ...(decision !== null && { decision }),
    ...(decisionTrace !== null && { decisionTrace: viewTrace(decisionTrace) }),
    ...(issuerCardRefId !== null && { issuerCardRefId }),
    ...(issuerProductId !== null && { issuerProductId }),
    ...(terms !== null && { terms: viewTerms(terms) }),
    idvMethods: enrolment.idvMethods.map(({ id, type }) => ({ id, type })),
    ...(challenge !== null && { otp: viewChallenge(challenge) }),
    ...(virtualCardId !== null && { virtualCardId }),
    issuerWait: enrolment.issuerWait,
    createdAt: enrolment.createdAt.toISOString(),
    updatedAt: enrolment.updatedAt.toISOString(),
    ...(dueAt !== null && { dueAt: dueAt.toISOString() }),
  };
}

function viewTrace({ decidedBy, finding, checks }: DecisionTrace): NonNullable<SessionView['decisionTrace']> {
  return { decidedBy, finding, checks: [...checks] };
}

function viewTerms(terms: NonNullable<Enrolment['termsDecision']>): NonNullable<SessionView['terms']> {
  const { termsId: id, version, language, acceptedDate } = terms;
  return { id, version, language, acceptedAt: acceptedDate.toISOString() };
}
