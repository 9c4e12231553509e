import { type TermsAndConditions, termsFor } from '../core/card-product.ts';
import type { Enrolment } from '../core/enrolment.ts';
import type { Aggregates, Hub } from '../ports.ts';

/** Stores the session unless ageing ended it meanwhile: a late answer changes nothing. */
export async function storeUnlessAged(hub: Pick<Hub, 'store'>, enrolment: Enrolment): Promise<Enrolment> {
  return hub.store.transaction(async tx => {
    const current = await tx.enrolments.lock(enrolment.enrolmentId);
    if (!current || current.step === 'ENDED') return current ?? enrolment;
    await tx.enrolments.save(enrolment);
    return enrolment;
  });
}

/** The requestor as the issuer is told of it. */
export function tokenRequestorOf(enrolment: Enrolment): {
  id: string;
  walletId?: string;
  merchantId?: string;
} {
  const { walletId, merchantId } = enrolment.request;
  return {
    id: enrolment.tokenRequestorId,
    ...(walletId !== null && { walletId }),
    ...(merchantId !== null && { merchantId }),
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
