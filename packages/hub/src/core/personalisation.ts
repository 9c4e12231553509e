/**
 * What data are for: a new token; the data of an existing one again (a new card profile); new keys of a token in a
 * phone's software (HCE).
 */
export type PersonalisationPurpose = 'PROVISIONING' | 'REPERSONALISATION' | 'REPLENISHMENT';

/**
 * Whose turn it is. REQUEST_DUE: the hub asks the TSP. DATA_DUE: the TSP sends. DEVICE_DUE: the device takes them.
 * REPORT_DUE: the hub tells the TSP what came of it.
 */
export type PersonalisationStep = 'REQUEST_DUE' | 'DATA_DUE' | 'DEVICE_DUE' | 'REPORT_DUE' | 'CLOSED';

/** One element of what personalises a payment application. The hub knows its name and nothing of its value. */
export interface PersonalisationElement {
  name: string;
  value: string;
}

/** Data of one token on their way from its TSP to its device. */
export interface Personalisation {
  personalisationId: string;
  tsp: string;
  issuerId: string;
  /** Of every call about it; for PROVISIONING that of the enrolment. */
  correlationId: string;
  purpose: PersonalisationPurpose;
  /** Null while the TSP is asked for the token. */
  tspTokenId: string | null;
  virtualCardId: string | null;
  step: PersonalisationStep;
  /** The elements that have come, sealed; null before and after. */
  sealedElements: Uint8Array | null;
  /** Keyed fingerprints of the submissions that were taken, so that a repeat is known for one when the data are gone. */
  parts: string[];
  /** The code it failed with; null while it is under way or after success. */
  failure: number | null;
  attempts: number;
  createdAt: Date;
  /** When it is looked at next; null: somebody else has to move. */
  dueAt: Date | null;
}

const second = 1_000;

/** The TSP sends within this time of being asked, or the data are no longer waited for. */
export const dataLimit = 60 * second;

/** It ended: nothing of the data is left. */
export function closed(personalisation: Personalisation, failure: number | null): Personalisation {
  return { ...personalisation, step: 'CLOSED', sealedElements: null, failure, dueAt: null };
}

/** Largest set of elements, in characters of names and values. */
const largestSet = 256 * 1024;

/** Elements with those of another part. Each has one value: the same again is no news, another is a contradiction. */
export function mergedElements(
  known: readonly PersonalisationElement[],
  part: readonly PersonalisationElement[],
): PersonalisationElement[] | 'CONTRADICTION' | 'TOO_LARGE' {
  const values = new Map(known.map(({ name, value }) => [name, value]));
  for (const { name, value } of part) {
    if ((values.get(name) ?? value) !== value) return 'CONTRADICTION';
    values.set(name, value);
  }
  const merged = [...values].map(([name, value]) => ({ name, value }));
  const size = merged.reduce((sum, { name, value }) => sum + name.length + value.length, 0);
  return size > largestSet ? 'TOO_LARGE' : merged;
}
