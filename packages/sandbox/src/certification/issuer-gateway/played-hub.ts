import { randomUUID } from 'node:crypto';
import { importSealingKey, type SealingOptions, sealEnvelope } from '@countermark/wire/envelope/cms';
import type { IssuerGatewayOperation } from '@countermark/wire/issuer-gateway/operation';
import { type CardInfo, writeCardInfo } from '@countermark/wire/issuer-gateway/plaintext/card-info';
import type { CertificationMeans } from '../certification-case.ts';
import type {
  CardElements,
  CertificationProfile,
  EnvelopeCertificate,
  IssuerGatewayProfile,
} from '../certification-profile.ts';
import type { TlsSettings } from '../peer-line.ts';
import { Enrolment } from './enrolment.ts';
import { type IssuerCall, IssuerLine } from './issuer-line.ts';
import type { Asked } from './judge-answer.ts';
import { applePay, type PlayedWallet } from './played-wallet.ts';

/** How something is sealed where it is not as the issuer registered: the key, or one of its settings. */
export interface SealingChanges extends Partial<Omit<SealingOptions, 'key'>> {
  certificate?: EnvelopeCertificate;
}

/** Something sealed for the issuer, with the name of the key that opens it. */
export interface Sealed {
  text: string;
  keyIdentifier: string;
}

/** The hub as the issuer sees it: one line, and whatever it says over it. */
export class PlayedHub {
  readonly profile: CertificationProfile;
  readonly gateway: IssuerGatewayProfile;
  readonly load: CertificationMeans['load'];
  readonly signal: AbortSignal;
  readonly #means: CertificationMeans;
  readonly #lines: IssuerLine[] = [];
  readonly line: IssuerLine;

  constructor(means: CertificationMeans, gateway: IssuerGatewayProfile) {
    this.#means = means;
    this.profile = means.profile;
    this.gateway = gateway;
    this.load = means.load;
    this.signal = means.signal;
    this.line = this.openLine();
  }

  /** A line of its own, with other TLS settings. */
  openLine(tls: TlsSettings = {}): IssuerLine {
    const line = new IssuerLine(this.#means, { gateway: this.gateway, tls });
    this.#lines.push(line);
    return line;
  }

  /** The newest certificate of the issuer: the hub seals with it. */
  get newestKey(): EnvelopeCertificate {
    return this.gateway.keys.at(-1) ?? this.gateway.keys[0];
  }

  /** Sends one message, in a session of its own unless one is given. */
  async ask<Operation extends IssuerGatewayOperation>(
    call: Omit<IssuerCall<Operation>, 'correlationId'> & { correlationId?: string },
  ): Promise<Asked<Operation>> {
    const answer = await this.line.send({ correlationId: randomUUID(), ...call });
    return { operation: call.operation, answer };
  }

  /** Seals for the issuer as it registered, but for the changes. */
  async seal(plaintext: Uint8Array, changes: SealingChanges = {}): Promise<Sealed> {
    const { certificate = this.newestKey, ...settings } = changes;
    const { padding, encoding, recipientForm } = this.gateway;
    const text = await sealEnvelope(plaintext, {
      ...{ padding, encoding, recipient: recipientForm },
      ...settings,
      key: importSealingKey(certificate),
    });
    return { text, keyIdentifier: certificate.keyIdentifier };
  }

  /** A card as messages name it. */
  async sealCard(
    card: CardElements & Pick<CardInfo, 'additionalCardInfos'>,
    changes?: SealingChanges,
  ): Promise<{ cipheredCardInfo: string; publicKeyIdentifier: string }> {
    const { fpan, exp, additionalCardInfos } = card;
    const cardInfo = { fpan, exp, ...(additionalCardInfos && { additionalCardInfos }) };
    const { text, keyIdentifier } = await this.seal(writeCardInfo(cardInfo), changes);
    return { cipheredCardInfo: text, publicKeyIdentifier: keyIdentifier };
  }

  /** Begins an enrolment of a card at a wallet; nothing is sent yet. */
  enrolment(card: CardElements, wallet: PlayedWallet = applePay): Enrolment {
    return new Enrolment({ hub: this, card, wallet });
  }

  async close(): Promise<void> {
    await Promise.all(this.#lines.map(line => line.close()));
  }
}
