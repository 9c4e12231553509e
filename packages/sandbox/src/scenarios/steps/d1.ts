import { getCardOperation } from '@countermark/wire/d1/card-v2/get-card-operation';
import { getConsumerOperation } from '@countermark/wire/d1/consumer-v2/get-consumer-operation';
import { composeD1Call, type D1CallDetails, type D1CallName } from '../d1-calls.ts';
import { type D1Answer, type D1Play, inOutcome } from '../d1-play.ts';
import type { ScenarioPlay } from '../scenario-play.ts';
import type { StepKind } from '../step-kind.ts';
import { StepNotPossible } from '../step-not-possible.ts';

/** The issuer calls the hub in D1, and waits until what it asked for has ended. */
export interface D1Call extends D1CallDetails {
  d1: D1CallName;
  /** What it asks for does not end yet. */
  pending?: 'stays';
}

export const d1: StepKind<D1Call> = {
  async act(play, step) {
    const { d1: name, pending } = step;
    const { answer, ended } = await makeD1Call(play, step);
    d1Of(play).answers.push(inOutcome(name, answer));
    if (pending === undefined) await play.until(ended);
  },
  inWords({ d1: name, card, as, by, consumer, exp, body, pending }) {
    const { reasonCode, state } = (body ?? {}) as { reasonCode?: string; state?: string };
    const said = [
      card && `of card ${card}`,
      by && `by card ${by}`,
      as && `under the id of card ${as}`,
      consumer && consumer !== 'usual' && consumersInWords[consumer],
      exp && `expiry ${exp}`,
      reasonCode ?? state,
      pending && 'which stays pending',
    ];
    return [`\`${name}\``, said.filter(Boolean).join(', ')].filter(Boolean).join(' ');
  },
};

const consumersInWords = {
  nomail: 'for a consumer without e-mail address',
  unknown: 'for a consumer whom the issuer does not know',
} as const;

export function d1Of({ d1: side }: ScenarioPlay): D1Play {
  if (side === null) throw new StepNotPossible('the issuer of this product does not speak D1');
  return side;
}

/** Makes one call; `ended` tells whether what it asked for is done, or was refused. */
export async function makeD1Call(
  play: ScenarioPlay,
  { d1: name, ...details }: D1Call,
): Promise<{ answer: D1Answer; ended: () => Promise<boolean> }> {
  const side = d1Of(play);
  const { operation, ...call } = composeD1Call(side, name, {
    ...details,
    digitalCardId: play.virtualCardId(),
  });
  const answer = await side.ask(operation, call);
  const { operationId, status, cardId } = (answer.body ?? {}) as Record<string, string | undefined>;
  if (name === 'createCard' && cardId !== undefined) side.name(details.card ?? 'a', cardId);
  if (operationId === undefined || status !== 'PENDING') return { answer, ended: async () => true };
  return { answer, ended: () => hasEnded(side, { operationId, ...call.parameters }) };
}

async function hasEnded(side: D1Play, parameters: Readonly<Record<string, string>>): Promise<boolean> {
  const getter = 'consumerId' in parameters ? getConsumerOperation : getCardOperation;
  const { body } = await side.ask(getter, { parameters });
  return (body as { status?: string } | null)?.status !== 'PENDING';
}
