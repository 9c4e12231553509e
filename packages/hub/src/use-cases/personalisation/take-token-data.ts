import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import type { TokenData } from '@countermark/wire/tsp/data/token-perso-info';
import { tokenDataRejected } from '@countermark/wire/tsp/error-response';
import {
  mergedElements,
  type Personalisation,
  type PersonalisationElement,
} from '../../core/personalisation.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';

/** Personalisation data as a TSP submits them: whole, or a part. */
export interface TokenDataSubmission {
  tsp: string;
  tspTokenId: string;
  correlationId: string;
  data: TokenData;
}

/** What a TSP's call came to. */
export type TspCallResult = { accepted: true } | TspCallRefused;

export interface TspCallRefused {
  accepted: false;
  code: number;
  /** The member to blame. */
  parameter?: string;
}

export const accepted: TspCallResult = { accepted: true };

export function refusedCall(code: number, parameter?: string): TspCallRefused {
  return { accepted: false, code, ...(parameter !== undefined && { parameter }) };
}

/**
 * Adds a submission to what has come so far. The hub keeps the elements sealed until the device has them. A submission
 * that was taken before is taken again without effect, also when the data are gone.
 */
export async function takeTokenData(
  hub: Hub,
  tx: Aggregates,
  { personalisation, submission }: { personalisation: Personalisation; submission: TokenDataSubmission },
): Promise<TspCallResult & { personalisation?: Personalisation }> {
  const { data, tspTokenId } = submission;
  const part = hub.vault.fingerprint('message', JSON.stringify([data.tokenPersoInfo, data.complete]));
  if (personalisation.parts.includes(part)) return accepted;
  if (personalisation.failure !== null) return refusedCall(personalisation.failure);
  if (personalisation.step !== 'REQUEST_DUE' && personalisation.step !== 'DATA_DUE')
    return refusedCall(ResponseCode.operationNotAllowed);
  const merged = mergedElements(openElements(hub, personalisation), data.tokenPersoInfo);
  if (merged === 'CONTRADICTION') return refusedCall(ResponseCode.badParameterFormat, 'tokenPersoInfo');
  if (merged === 'TOO_LARGE' || (data.complete && merged.length === 0)) return refusedCall(tokenDataRejected);
  const taken: Personalisation = {
    ...personalisation,
    tspTokenId,
    parts: [...personalisation.parts, part],
    ...(data.complete && ({ step: 'DEVICE_DUE', attempts: 0 } as const)),
    sealedElements: sealElements(hub, personalisation, merged),
  };
  await tx.personalisations.save(taken);
  return { accepted: true, personalisation: taken };
}

const address = ({ personalisationId }: Personalisation) => ({
  table: 'personalisation',
  column: 'elements',
  rowId: personalisationId,
});

export function sealElements(
  hub: Pick<Hub, 'vault'>,
  personalisation: Personalisation,
  elements: readonly PersonalisationElement[],
): Uint8Array {
  return hub.vault.seal(address(personalisation), JSON.stringify(elements));
}

export function openElements(
  hub: Pick<Hub, 'vault'>,
  personalisation: Personalisation,
): PersonalisationElement[] {
  const { sealedElements } = personalisation;
  if (sealedElements === null) return [];
  return JSON.parse(hub.vault.open(address(personalisation), sealedElements)) as PersonalisationElement[];
}
