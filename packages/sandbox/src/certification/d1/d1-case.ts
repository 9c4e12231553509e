import type { Finding } from '@countermark/wire/envelope/doctor/finding';
import type { CertificationCase, NotApplicable } from '../certification-case.ts';
import type { D1OutboundName } from './d1-operations.ts';
import type { D1TestCard } from './d1-profile.ts';
import { PlayedD1Hub } from './played-d1-hub.ts';

/** A case of an issuer that speaks D1. */
interface D1CaseParts extends Pick<CertificationCase, 'id' | 'title' | 'level' | 'reason' | 'needs'> {
  /** What it calls: it says nothing of issuers that were not agreed to be called so. */
  calls?: D1OutboundName;
  /** Plays the hub, with a card that may be used. */
  run(hub: PlayedD1Hub, card: D1TestCard): Promise<readonly Finding[] | NotApplicable>;
}

/** The first case of all: without a connection nothing else can be tried. */
export const d1ConnectionCase = 'D1-TLS-01';

/** A case of the plan D1. */
export function d1Case(parts: D1CaseParts): CertificationCase {
  return playedCase('d1', parts);
}

/** A case of the plan Click to Pay, which stands on the APIs of D1. */
export function clickToPayCase(parts: D1CaseParts): CertificationCase {
  return playedCase('click-to-pay', parts);
}

function playedCase(
  plan: 'd1' | 'click-to-pay',
  { calls, run, needs = [d1ConnectionCase], ...told }: D1CaseParts,
): CertificationCase {
  return {
    ...told,
    plan,
    needs,
    async run(means) {
      const { d1 } = means.profile;
      if (d1 === null) return { notApplicable: 'The issuer does not speak D1.' };
      if (calls !== undefined && !d1.operations.includes(calls))
        return { notApplicable: `The hub does not call ${calls} at this issuer.` };
      const hub = new PlayedD1Hub(means, d1);
      try {
        return await run(hub, hub.card);
      } finally {
        await hub.close();
      }
    },
  };
}
