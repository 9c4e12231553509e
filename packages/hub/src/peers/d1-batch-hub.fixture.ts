import { X509Certificate } from 'node:crypto';
import type { ConsumerInfo } from '@countermark/wire/d1/data/consumer-info';
import { sealJwe } from '@countermark/wire/envelope/jwe';
import { keyIdentifierOf, selfSignEcCertificate, validFor } from '../identity/certificates.ts';
import { aD1Product, anIssuer, d1Settings } from '../store/test-objects.ts';
import { type BatchHub, openBatchHub } from './batch-hub.fixture.ts';
import { d1Envelopes } from './d1/d1-envelopes.ts';

/** A hub that batch files of an issuer with a D1 backend are sent to; tokens of its cards are made by the built-in TSP. */
export interface D1BatchHub extends BatchHub {
  /** One record of a D1 batch file, the card sealed for the hub. */
  registration(registration: Registration): Promise<object>;
}

export interface Registration {
  rowId: number;
  consumerId?: string;
  personalInformation?: ConsumerInfo;
  cardId?: string;
  cardProductId?: string;
  state?: string;
  pan: string;
  exp?: string;
}

export const d1Product = aD1Product({ tokenRanges: [{ tokenBin: '999077', tokenLength: 16 }] });

export async function openD1BatchHub(): Promise<D1BatchHub> {
  const base = await openBatchHub();
  const { hub, store } = base;
  const certified = await selfSignEcCertificate({
    commonName: 'Hub',
    keyUsage: 'keyAgreement',
    validity: validFor(30, new Date()),
  });
  const key = { keyIdentifier: keyIdentifierOf(certified.certificatePem), ...certified };
  const recipient = {
    keyIdentifier: key.keyIdentifier,
    publicKey: new X509Certificate(key.certificatePem).publicKey,
  };
  return {
    ...base,
    hub: { ...hub, d1Envelopes: d1Envelopes({ keys: [key], trace: refusal => base.refusals.push(refusal) }) },
    async reset() {
      await base.reset();
      const issuer = anIssuer();
      await store.issuers.save({ ...issuer, settings: { ...issuer.settings, d1: d1Settings } });
      await store.products.save(d1Product);
    },
    async registration({ rowId, pan, exp = '1230', ...told }) {
      const { consumerId = `consumer-${rowId}`, personalInformation } = told;
      const { cardId = `card-${rowId}`, cardProductId = d1Product.productId, state } = told;
      const encryptedData = await sealJwe({ pan, exp }, recipient);
      const card = { cardId, cardProductId, encryptedData, ...(state !== undefined && { state }) };
      return {
        rowId,
        consumerAndCardRegistrationRequest: {
          consumerId,
          ...(personalInformation && { personalInformation }),
          card,
        },
      };
    },
  };
}
