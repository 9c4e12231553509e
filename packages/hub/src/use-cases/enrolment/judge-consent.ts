import type { RequestCardDigitizationResponse } from '@countermark/wire/issuer-gateway/request-card-digitization';
import { type Enrolment, ended, type Refusal } from '../../core/enrolment.ts';
import { type DecidingParty, standInDecision } from '../../core/stand-in.ts';
import type { Hub } from '../../ports/hub.ts';
import type { IssuerAnswer } from '../../ports/issuer-backend.ts';
import type { Consent } from '../issuer-side/issuer-side.ts';
import { tspOf } from '../tsp/tsp-of.ts';
import { refusalOf } from '../verification/ask-issuer.ts';
import { recommendationIn, takeDecision } from './take-decision.ts';

type IssuerMessage = RequestCardDigitizationResponse;

/** The issuer's answer, or what is done without one: refused, unless the product lets its network stand in. */
export async function judgeConsent(
  hub: Hub,
  { enrolment, answer }: { enrolment: Enrolment; answer: IssuerAnswer<IssuerMessage> },
): Promise<Consent> {
  if (answer.kind === 'ANSWERED') return decidedByIssuer(hub, enrolment, answer.message);
  if (answer.kind === 'FAILED' && (await networkStandsIn(hub, enrolment)))
    return decidedByNetwork(hub, enrolment);
  return withoutVerification(refused(hub, enrolment, refusalOf(answer)), 'ISSUER');
}

async function decidedByIssuer(hub: Hub, enrolment: Enrolment, message: IssuerMessage): Promise<Consent> {
  const { decision, refusal, strongVerification } = await takeDecision(hub, {
    issuerId: enrolment.issuerId,
    productId: enrolment.productId,
    levelOfTrust: message.levelOfTrust,
    scoringInformation: enrolment.request.scoringInformation,
  });
  const decided: Enrolment = {
    ...enrolment,
    decision,
    issuerCardRefId: message.issuerCardRefId ?? enrolment.issuerCardRefId,
    issuerProductId: message.productId ?? enrolment.issuerProductId,
    updatedAt: hub.clock.now(),
  };
  return {
    enrolment: refusal ? refused(hub, decided, refusal) : decided,
    decidedBy: 'ISSUER',
    idvMethods: message.idvMethodList ?? [],
    strongVerification,
  };
}

async function networkStandsIn(hub: Hub, { productId }: Enrolment): Promise<boolean> {
  const product = await hub.store.products.find(productId);
  return product?.standIn === true && tspOf(hub, product.tsp).traits.standsIn;
}

function decidedByNetwork(hub: Hub, enrolment: Enrolment): Consent {
  const decision = standInDecision(recommendationIn(enrolment.request.scoringInformation));
  const decided: Enrolment = { ...enrolment, decision, updatedAt: hub.clock.now() };
  return withoutVerification(decision === 'red' ? refused(hub, decided, declinedByNetwork) : decided, 'TSP');
}

const declinedByNetwork = {
  kind: 'DECLINED',
  code: 170,
  message: 'The issuer did not answer, and its network approves only what the wallet recommends',
} as const;

function withoutVerification(enrolment: Enrolment, decidedBy: DecidingParty): Consent {
  return { enrolment, decidedBy, idvMethods: [], strongVerification: false };
}

function refused(hub: Hub, enrolment: Enrolment, refusal: Refusal): Enrolment {
  const outcome = refusal.kind === 'DECLINED' ? 'DECLINED' : 'FAILED';
  return ended(enrolment, { outcome, refusal, now: hub.clock.now() });
}
