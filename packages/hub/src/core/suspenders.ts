import type { TokenSource } from './token-source.ts';

/**
 * Who holds a token suspended. A token leaves SUSPENDED only when nobody is left in its set:
 * an issuer's suspension can be lifted by the issuer alone (classic tokenization guide, "Token life cycle").
 */
export const suspenders = ['ISSUER', 'TOKEN_REQUESTOR', 'CARDHOLDER', 'MOBILE_PIN_LOCKED', 'TSP'] as const;

export type Suspender = (typeof suspenders)[number];

interface SuspenderRule {
  /** How the change is signed in `source` of notifyVirtualCardChange. */
  source: TokenSource;
  /** Whose entries a resume by this actor takes out of the set. */
  lifts: readonly Suspender[];
  /** May hold a token that is still being deployed. */
  mayHoldDeployment: boolean;
  /** May hold a card-on-file token, which has neither device nor user at hand. */
  mayHoldCardOnFile: boolean;
}

/** The suspender set as data: every actor removes its own entry, the issuer also the cardholder's. */
export const suspenderRules: Record<Suspender, SuspenderRule> = {
  ISSUER: {
    source: 'ISSUER',
    lifts: ['ISSUER', 'CARDHOLDER'],
    mayHoldDeployment: true,
    mayHoldCardOnFile: true,
  },
  TOKEN_REQUESTOR: {
    source: 'WALLET',
    lifts: ['TOKEN_REQUESTOR'],
    mayHoldDeployment: false,
    mayHoldCardOnFile: true,
  },
  CARDHOLDER: { source: 'WALLET', lifts: ['CARDHOLDER'], mayHoldDeployment: false, mayHoldCardOnFile: false },
  MOBILE_PIN_LOCKED: {
    source: 'WALLET',
    lifts: ['MOBILE_PIN_LOCKED'],
    mayHoldDeployment: false,
    mayHoldCardOnFile: false,
  },
  TSP: { source: 'TSP', lifts: ['TSP'], mayHoldDeployment: true, mayHoldCardOnFile: false },
};

export function holds(set: readonly Suspender[], actor: Suspender): boolean {
  return set.includes(actor);
}

/** True when a resume by `actor` would take at least one entry out of the set. */
export function canLift(set: readonly Suspender[], actor: Suspender): boolean {
  return suspenderRules[actor].lifts.some(entry => set.includes(entry));
}

export function withSuspender(set: readonly Suspender[], actor: Suspender): Suspender[] {
  return suspenders.filter(entry => entry === actor || set.includes(entry));
}

export function withoutSuspender(set: readonly Suspender[], actor: Suspender): Suspender[] {
  return set.filter(entry => !suspenderRules[actor].lifts.includes(entry));
}
