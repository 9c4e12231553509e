import type { DeviceData } from '@countermark/wire/token-requestor/personalise-token';
import type { Token } from '../../core/token.ts';
import type { TokenRequestor } from '../../core/token-requestor.ts';
import type { Hub } from '../../ports/hub.ts';
import { type CallRefused, refuseCall } from '../enrolment/enrolment-result.ts';
import { tspOf } from '../tsp/tsp-of.ts';
import { openElements } from './take-token-data.ts';

/**
 * What the device of a token pays with. Given only while the token is on its way to the device: whoever asks later
 * would make a second device of it.
 */
export async function personaliseToken(
  hub: Hub,
  requestor: TokenRequestor,
  virtualCardId: string,
): Promise<{ taken: true; token: Token; personalisation: DeviceData } | CallRefused> {
  const token = await hub.store.tokens.find(virtualCardId);
  if (token?.requestorId !== requestor.requestorId || token.state === 'ERASED') {
    return refuseCall(119, 'Unknown token');
  }
  if (token.state !== 'DEPLOYMENT_ONGOING') {
    return refuseCall(432, `Not possible now: the token is ${token.state}`);
  }
  const personalisation = await dataOf(hub, token);
  if (personalisation === null)
    return refuseCall(432, 'The TSP of this token has not sent its data, or personalises devices itself');
  return { taken: true, token, personalisation };
}

/** What the TSP gives at once, or what it has submitted, once that is complete. */
async function dataOf(hub: Hub, token: Token): Promise<DeviceData | null> {
  const tsp = tspOf(hub, token.tsp);
  if (tsp.personalisation === null) return tsp.devicePersonalisation(token.tspTokenId);
  const [submitted] = await hub.store.personalisations.ofToken(token.virtualCardId, 1);
  return submitted?.step === 'DEVICE_DUE' ? { tokenPersoInfo: openElements(hub, submitted) } : null;
}
