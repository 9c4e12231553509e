import type { CaptureMethod } from '@countermark/wire/issuer-gateway/data/card-capture-information';
import type { CardInfo } from '@countermark/wire/issuer-gateway/plaintext/card-info';
import type { CardProduct } from '../../core/card-product.ts';

/** The card a requestor speaks of: as it gave it, or the one it already has a token of. */
export type CapturedCard =
  | {
      kind: 'GIVEN';
      cardInfo: CardInfo;
      product: CardProduct;
      /** How the hub knows it came into the wallet, whatever the wallet says. */
      capturedAs?: CaptureMethod;
      /** Of the issuer's own making, for the issuer to judge. */
      proof?: string;
    }
  /** Silent tokenization: the issuer works from its own reference. */
  | { kind: 'KNOWN'; cardInfo: CardInfo; product: CardProduct; issuerCardRefId: string };
