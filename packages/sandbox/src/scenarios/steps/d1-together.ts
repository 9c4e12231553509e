import { inOutcome } from '../d1-play.ts';
import type { StepKind } from '../step-kind.ts';
import { type D1Call, d1, d1Of, makeD1Call } from './d1.ts';

/** The issuer makes several calls at once, and waits until all they ask for has ended. */
export interface D1Together {
  d1Together: readonly D1Call[];
}

export const d1Together: StepKind<D1Together> = {
  async act(play, { d1Together: calls }) {
    const made = await Promise.all(calls.map(call => makeD1Call(play, call)));
    const names = calls.map(({ d1: name }) => name);
    d1Of(play).answers.push(...made.map(({ answer }, index) => inOutcome(names[index] ?? '', answer)));
    await play.until(async () => (await Promise.all(made.map(({ ended }) => ended()))).every(Boolean));
  },
  inWords: ({ d1Together: calls }) => `at once: ${calls.map(d1.inWords).join(', ')}`,
};
