import type { IdvMethod } from '@countermark/wire/issuer-gateway/data/idv-method';
import type { DigitizationOutcome } from './decision-table.ts';
import { idvMethodList } from './idv-methods.ts';
import { answer, type Reply, refuse } from './serve-operation.ts';

/** A decision as it travels. */
export interface DecisionInAnswer {
  levelOfTrust: 'green' | 'yellow' | 'red';
  idvMethodList?: IdvMethod[];
}

/** What goes out for an outcome: a refusal, something broken, or an answer around the decision. */
export function replyWith<Message>(
  outcome: DigitizationOutcome,
  message: (decision: DecisionInAnswer) => Message,
): Reply<Message> {
  switch (outcome.kind) {
    case 'REFUSED':
      return refuse(outcome.code);
    case 'BROKEN':
      return outcome;
    case 'DECIDED': {
      const { levelOfTrust } = outcome;
      const offered = outcome.levelOfTrust === 'yellow' ? outcome.offered : null;
      return answer(message({ levelOfTrust, ...(offered && { idvMethodList: idvMethodList(offered) }) }));
    }
  }
}
