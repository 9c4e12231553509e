import type { D1ErrorCode } from '@countermark/wire/d1/error-codes';
import type { Hub } from '../ports/hub.ts';
import { type Aggregates, violates } from '../ports/store.ts';
import { type D1Refused, refused } from './d1-call.ts';

/** Thrown inside of a change that is refused: all that it did before is undone. */
export class D1Refusal extends Error {
  readonly refused: D1Refused;

  constructor(errorCode: D1ErrorCode, error?: string) {
    super(errorCode);
    this.name = 'D1Refusal';
    this.refused = refused(errorCode, error);
  }
}

/** Does one of several parts of a call, `cards.1`: the field that it is refused for is named within that. */
export async function asPart<Made>(part: string, work: () => Promise<Made>): Promise<Made> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof D1Refusal) || error.refused.error === undefined) throw error;
    throw new D1Refusal(error.refused.errorCode, `${part}.${error.refused.error}`);
  }
}

/** What two calls at once may both make. Whoever comes second finds what the first made, and goes by that. */
const doubles = ['consumer_active_unique', 'card_reference_unique', 'card_pan_unique'];

/** How often a call may come second. */
const mostRounds = 8;

/**
 * Makes the change of one call of a D1 API in one transaction, whole or not at all, and wakes whoever carries out and
 * tells what it queued.
 */
export async function d1Change<Body>(
  hub: Pick<Hub, 'store' | 'wake'>,
  change: (tx: Aggregates) => Promise<Body>,
): Promise<{ ok: true; body: Body } | D1Refused> {
  try {
    const body = await inOneTransaction(hub, change);
    hub.wake.operations();
    hub.wake.clickToPay();
    hub.wake.deliveries();
    return { ok: true, body };
  } catch (error) {
    if (error instanceof D1Refusal) return error.refused;
    throw error;
  }
}

async function inOneTransaction<Body>(
  { store }: Pick<Hub, 'store'>,
  change: (tx: Aggregates) => Promise<Body>,
): Promise<Body> {
  for (let round = 1; ; round++) {
    try {
      return await store.transaction(change);
    } catch (error) {
      const isDouble = doubles.some(double => violates(error, double));
      if (!isDouble || round === mostRounds) throw error;
    }
  }
}
