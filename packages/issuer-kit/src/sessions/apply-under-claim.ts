import type { Application, NotifiedChange } from './session-store.ts';

/** Milliseconds a change may take to be applied: six times as long as the hub waits for the answer. */
export const claimLifetime = 60_000;

/** Milliseconds a mark is kept: 100 days after its deletion the hub erases a token, and tells nothing of it any more. */
export const markLifetime = 100 * 24 * 60 * 60 * 1000;

/** A claim that was given, or why there is none. */
export type ClaimAnswer = { claim: string } | 'repeat' | 'ongoing';

/** Marks of changes. A claim is given to one caller at a time, and ends by itself after `claimLifetime`. */
export interface ChangeMarks {
  claim(changeKey: string): Promise<ClaimAnswer>;
  /** The change is applied, for good. */
  settle(changeKey: string): Promise<void>;
  /** The claim, if it is still the one that was given, is given back. */
  release(changeKey: string, claim: string): Promise<void>;
}

/**
 * Applies a change for which nobody else has the claim. It is not done in one transaction: a change may need calls to
 * other systems, and a connection held for each of them would leave none to work with.
 */
export async function applyUnderClaim(
  marks: ChangeMarks,
  change: NotifiedChange,
  apply: () => Promise<void>,
): Promise<Application> {
  const changeKey = keyOf(change);
  const answer = await marks.claim(changeKey);
  if (typeof answer === 'string') return answer;
  try {
    await apply();
  } catch (fault) {
    await marks.release(changeKey, answer.claim);
    throw fault;
  }
  await marks.settle(changeKey);
  return 'applied';
}

function keyOf(change: NotifiedChange): string {
  return JSON.stringify(
    'operationId' in change
      ? ['operation', change.issuerId, change.operationId, change.status]
      : ['virtual-card', change.issuerId, change.correlationId, change.virtualCardId, change.action],
  );
}
