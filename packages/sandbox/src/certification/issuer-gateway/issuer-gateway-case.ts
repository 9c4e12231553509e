import type { Finding } from '@countermark/wire/envelope/doctor/finding';
import type { CertificationCase, NotApplicable } from '../certification-case.ts';
import { type CardElements, type CardOutcome, cardsFor } from '../certification-profile.ts';
import { PlayedHub } from './played-hub.ts';

/** What every other case builds on: envelopes that open. */
export const baseCase = 'IG-ENV-01';

/** A case of the Issuer Gateway API, played with one of the issuer's test cards. */
export interface IssuerGatewayCase<Outcome extends CardOutcome['outcome']>
  extends Omit<CertificationCase, 'plan' | 'run'> {
  /** Single-badge unless given. */
  plan?: 'cobadged';
  /** Which kind of card; one that ends green unless given. Without such a card the case does not apply. */
  card?: Outcome;
  run(
    hub: PlayedHub,
    card: CardElements & Extract<CardOutcome, { outcome: Outcome }>,
  ): Promise<readonly Finding[] | NotApplicable>;
}

/** Makes a case out of what is played, and opens and closes the line around it. */
export function issuerGatewayCase<Outcome extends CardOutcome['outcome'] = 'green'>(
  parts: IssuerGatewayCase<Outcome>,
): CertificationCase {
  const outcome = parts.card ?? 'green';
  return {
    plan: 'single-badge',
    needs: [baseCase],
    ...parts,
    async run(means) {
      const gateway = means.profile.issuerGateway;
      if (gateway === null) return { notApplicable: 'The issuer does not speak the Issuer Gateway API.' };
      const [card] = cardsFor(gateway.cards, outcome as Outcome);
      if (card === undefined) return { notApplicable: `The profile names no card of outcome ${outcome}.` };
      const hub = new PlayedHub(means, gateway);
      try {
        return await parts.run(hub, card);
      } finally {
        await hub.close();
      }
    },
  };
}
