import { type Decision, decide, type Recommendation } from './decision.ts';

/** Who decided that a card gets a token: its issuer, or the TSP in its place. */
export type DecidingParty = 'ISSUER' | 'TSP';

/**
 * The rule by which a network decides when the issuer does not answer: what the wallet recommends without reserve is
 * approved. Nobody is there to verify the cardholder, so all else is declined.
 */
export function standInDecision(recommendation: Recommendation | null): Decision {
  const rule = {
    issuer: 'green',
    recommendation,
    issuerHasIdv: false,
    issuerOverridesYellow: false,
  } as const;
  return decide(rule).decision;
}
