/** Colours of the tokenization decision, as on the wire. */
export type Decision = 'green' | 'yellow' | 'red';

/** A wallet's recommendation; orange asks for a strong step-up. */
export type Recommendation = Decision | 'orange';

export type DecidedBy = 'ISSUER' | 'WALLET' | 'ISSUER_WITHOUT_IDV';

export interface DecisionInput {
  issuer: Decision;
  recommendation: Recommendation | null;
  /** An issuer that cannot verify its cardholder decides green or red only. */
  issuerHasIdv: boolean;
  /** Product rule: the issuer's green stands although the wallet recommended yellow. */
  issuerOverridesYellow: boolean;
}

export interface DecisionOutcome {
  decision: Decision;
  decidedBy: DecidedBy;
  /** Weak methods are hidden from the user when a strong one is offered. */
  strongVerification: boolean;
}

/** The most severe of several stands. */
export const severity: Readonly<Record<Recommendation, number>> = { green: 0, yellow: 1, orange: 1, red: 2 };

/**
 * The most severe of the wallet's recommendation and the issuer's answer; step-up that the issuer cannot do ends red
 * (classic tokenization guide, "Tokenization decision").
 */
export function decide(input: DecisionInput): DecisionOutcome {
  const floor = recommendationFloor(input);
  const raised = severity[floor] > severity[input.issuer];
  const colour = raised ? (floor === 'orange' ? 'yellow' : floor) : input.issuer;
  const strongVerification = input.recommendation === 'orange';
  if (colour === 'yellow' && !input.issuerHasIdv) {
    return { decision: 'red', decidedBy: 'ISSUER_WITHOUT_IDV', strongVerification };
  }
  return { decision: colour, decidedBy: raised ? 'WALLET' : 'ISSUER', strongVerification };
}

function recommendationFloor(input: DecisionInput): Recommendation {
  const { recommendation } = input;
  if (recommendation === null) return 'green';
  return recommendation === 'yellow' && input.issuerOverridesYellow ? 'green' : recommendation;
}

/** Reads `scoringInformation.levelOfTrust`; what is not one of the four colours is no recommendation. */
export function readRecommendation(levelOfTrust: string | undefined): Recommendation | null {
  const colour = levelOfTrust?.toLowerCase();
  return colour !== undefined && Object.hasOwn(severity, colour) ? (colour as Recommendation) : null;
}
