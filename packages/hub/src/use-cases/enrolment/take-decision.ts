import { readLevelOfTrust } from '@countermark/wire/issuer-gateway/data/level-of-trust';
import {
  type DecisionOutcome,
  decide,
  type Recommendation,
  readRecommendation,
} from '../../core/decision.ts';
import type { Refusal } from '../../core/enrolment.ts';
import type { Hub } from '../../ports/hub.ts';

/** The issuer's answer, whose it is, and what wallet and network thought of the request. */
export interface AnswerToDecideOn {
  issuerId: string;
  productId: string;
  levelOfTrust: string;
  scoringInformation: Record<string, unknown> | null;
}

/** The decision that stands; `refusal` is null unless it is red. */
export interface TakenDecision extends Pick<DecisionOutcome, 'decision' | 'strongVerification'> {
  refusal: Refusal | null;
}

/** Weighs the issuer's answer against the wallet's recommendation and what issuer and product are set up for. */
export async function takeDecision(
  hub: Pick<Hub, 'store'>,
  { issuerId, productId, levelOfTrust, scoringInformation }: AnswerToDecideOn,
): Promise<TakenDecision> {
  const issuer = await hub.store.issuers.find(issuerId);
  const product = await hub.store.products.find(productId);
  const { decision, decidedBy, strongVerification } = decide({
    issuer: readLevelOfTrust(levelOfTrust),
    recommendation: recommendationIn(scoringInformation),
    issuerHasIdv: issuer?.settings.hasIdv ?? true,
    issuerOverridesYellow: product?.issuerOverridesYellow ?? false,
  });
  const refusal =
    decision === 'red' ? ({ kind: 'DECLINED', code: 170, message: redReasons[decidedBy] } as const) : null;
  return { decision, strongVerification, refusal };
}

/** What the wallet recommends; null when it recommends nothing. */
export function recommendationIn(scoringInformation: Record<string, unknown> | null): Recommendation | null {
  const level = scoringInformation?.['levelOfTrust'];
  return readRecommendation(typeof level === 'string' ? level : undefined);
}

const redReasons = {
  ISSUER: 'Declined by the issuer',
  WALLET: "Declined on the wallet's recommendation",
  ISSUER_WITHOUT_IDV: 'Verification is needed and the issuer offers none',
} as const;
