import { randomUUID } from 'node:crypto';
import { type SealingKey, sealEnvelope } from '@countermark/wire/envelope/cms';
import { writeCardInfo } from '@countermark/wire/issuer-gateway/plaintext/card-info';
import type { EnrolmentView } from '@countermark/wire/token-requestor/enrolment';
import { type RequestorClient, TokenRequestorApiError } from '../wallet-simulator/requestor-client.ts';

/** The hub as a directory faces it: as a token requestor. */
export interface DirectoryHub {
  client: RequestorClient;
  /** The hub's key for card data. */
  sealingKey: SealingKey;
}

export interface CardToTokenize {
  pan: string;
  /** `MMYY`. */
  exp: string;
  externalConsumerId: string;
  srcDigitalCardId: string;
}

/** What came of a directory's own request for a token. */
export type Tokenization =
  | { made: true; virtualCardId: string; isActive: boolean }
  | { made: false; reason: 'ISSUER_DECLINE' | 'TOKENIZATION_INELIGIBLE' };

/** Has a token made of each card that comes into the directory, and deleted when it leaves: the hub is asked as by any requestor. */
export class DirectoryTokens {
  readonly #hub: () => DirectoryHub;
  readonly #tokenRequestorId: string;

  constructor({ hub, tokenRequestorId }: { hub: () => DirectoryHub; tokenRequestorId: string }) {
    this.#hub = hub;
    this.#tokenRequestorId = tokenRequestorId;
  }

  async make(card: CardToTokenize): Promise<Tokenization> {
    try {
      return outcomeOf(await this.#enrol(card));
    } catch (error) {
      if (!(error instanceof TokenRequestorApiError)) throw error;
      return { made: false, reason: 'TOKENIZATION_INELIGIBLE' };
    }
  }

  /** A token that is gone already, or a hub that is not there, does not keep the card in the directory. */
  async delete(virtualCardId: string): Promise<void> {
    const report = { event: 'DELETED_IN_WALLET', eventId: randomUUID() } as const;
    try {
      await this.#hub().client.reportTokenEvent(virtualCardId, report);
    } catch (error) {
      if (!(error instanceof TokenRequestorApiError)) throw error;
    }
  }

  async #enrol({ pan, exp, externalConsumerId, srcDigitalCardId }: CardToTokenize): Promise<EnrolmentView> {
    const { client, sealingKey } = this.#hub();
    let view = await client.startEnrolment({
      tokenRequestorId: this.#tokenRequestorId,
      publicKeyIdentifier: sealingKey.keyIdentifier,
      cipheredCardInfo: await sealEnvelope(writeCardInfo({ fpan: pan, exp }), {
        key: sealingKey,
        padding: 'RSAES-OAEP-SHA-256',
        recipient: 'subjectKeyIdentifier',
        encoding: 'base64',
      }),
      walletCardRefId: srcDigitalCardId,
      tokenType: 'CARD_ON_FILE',
      walletUserInformation: { walletUserId: externalConsumerId },
      cardCaptureInformation: { captureMethod: 'ON_FILE' },
    });
    if (view.step === 'TERMS_DUE') {
      const { terms } = view;
      const shown = terms && { termsId: terms.id, version: terms.version };
      view = await client.decideTerms(view.enrolmentId, { accepted: true, ...shown });
    }
    if (view.step === 'PROVISIONING_DUE')
      view = await client.reportProvisioning(view.enrolmentId, { result: 'DELIVERED' });
    return view;
  }
}

/** A token whose user the issuer wants to verify first is made all the same. */
function outcomeOf({ step, outcome, token }: EnrolmentView): Tokenization {
  const isMade =
    token !== undefined && (step !== 'ENDED' || outcome === 'ACTIVATED' || outcome === 'VERIFIED');
  if (isMade) return { made: true, virtualCardId: token.virtualCardId, isActive: step === 'ENDED' };
  return { made: false, reason: outcome === 'DECLINED' ? 'ISSUER_DECLINE' : 'TOKENIZATION_INELIGIBLE' };
}
