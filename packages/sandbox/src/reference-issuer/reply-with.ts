import { IssuerGatewayRefusal } from '@countermark/issuer-kit';
import type { IdvMethod } from '@countermark/wire/issuer-gateway/data/idv-method';
import type { DigitizationOutcome } from './decision-table.ts';
import { BrokenOff } from './faults.ts';
import { idvMethodList } from './idv-methods.ts';

/** A decision as it travels. */
export interface DecisionInAnswer {
  levelOfTrust: 'green' | 'yellow' | 'red';
  idvMethodList?: IdvMethod[];
}

/**
 * What goes out for an outcome: a refusal, or an answer around the decision.
 *
 * @throws BrokenOff when something broken is to go out instead
 */
export function replyWith<Message>(
  outcome: DigitizationOutcome,
  message: (decision: DecisionInAnswer) => Message,
): Message | IssuerGatewayRefusal {
  switch (outcome.kind) {
    case 'REFUSED':
      return new IssuerGatewayRefusal(outcome.code);
    case 'BROKEN':
      throw new BrokenOff(outcome.fault);
    case 'DECIDED': {
      const { levelOfTrust } = outcome;
      const offered = outcome.levelOfTrust === 'yellow' ? outcome.offered : null;
      return message({ levelOfTrust, ...(offered && { idvMethodList: idvMethodList(offered) }) });
    }
  }
}
