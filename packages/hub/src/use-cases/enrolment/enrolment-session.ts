import { type TermsAndConditions, termsFor } from '../../core/card-product.ts';
import type { Enrolment, EnrolmentStep } from '../../core/enrolment.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import { tellNoDigitization } from '../d1-decision/digitization.ts';
import { stepTowardsDevice } from '../personalisation/await-token-data.ts';

type Storing = Pick<Hub, 'store' | 'ids' | 'clock'>;

/** Stores the session unless ageing ended it meanwhile: a late answer changes nothing. */
export function storeUnlessAged(hub: Storing, enrolment: Enrolment): Promise<Enrolment> {
  return storeAs(hub, enrolment, async () => enrolment.step);
}

/** As storeUnlessAged, for a session whose token is made: it waits for the token's data, or for the device. */
export function storeForDevice(hub: Storing, enrolment: Enrolment): Promise<Enrolment> {
  return storeAs(hub, enrolment, async tx => {
    const token = await tx.tokens.find(enrolment.virtualCardId ?? '');
    return token ? stepTowardsDevice(tx, token) : enrolment.step;
  });
}

async function storeAs(
  hub: Storing,
  enrolment: Enrolment,
  step: (tx: Aggregates) => Promise<EnrolmentStep>,
): Promise<Enrolment> {
  return hub.store.transaction(async tx => {
    const current = await tx.enrolments.lock(enrolment.enrolmentId);
    if (!current || current.step === 'ENDED') return current ?? enrolment;
    const stored = { ...enrolment, step: await step(tx) };
    await tx.enrolments.save(stored);
    if (stored.step === 'ENDED') await tellNoDigitization(hub, tx, stored);
    return stored;
  });
}

/** The requestor as the issuer is told of it. */
export function tokenRequestorOf(enrolment: Enrolment): {
  id: string;
  walletId?: string;
  merchantId?: string;
  originalTokenRequestorId?: string;
} {
  const { walletId, merchantId, originalTokenRequestorId } = enrolment.request;
  return {
    id: enrolment.tokenRequestorId,
    ...(walletId !== null && { walletId }),
    ...(merchantId !== null && { merchantId }),
    ...(originalTokenRequestorId && { originalTokenRequestorId }),
  };
}

/** The terms the user must decide, in the language asked for. */
export async function termsOf(
  store: Pick<Aggregates, 'products'>,
  enrolment: Enrolment,
): Promise<TermsAndConditions | null> {
  const product = await store.products.find(enrolment.productId);
  return product && termsFor(product, enrolment.request.language);
}
