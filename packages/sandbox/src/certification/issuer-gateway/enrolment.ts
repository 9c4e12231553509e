import { randomUUID } from 'node:crypto';
import { checkCardEligibility } from '@countermark/wire/issuer-gateway/check-card-eligibility';
import type { IdvMethod } from '@countermark/wire/issuer-gateway/data/idv-method';
import { type LevelOfTrust, readLevelOfTrust } from '@countermark/wire/issuer-gateway/data/level-of-trust';
import { getIDnVMethodList } from '@countermark/wire/issuer-gateway/get-idnv-method-list';
import { notifyVirtualCardChange } from '@countermark/wire/issuer-gateway/notify-virtual-card-change';
import type { IssuerGatewayOperation } from '@countermark/wire/issuer-gateway/operation';
import { writeAuthenticationValue } from '@countermark/wire/issuer-gateway/plaintext/authentication-value';
import { requestCardDigitization } from '@countermark/wire/issuer-gateway/request-card-digitization';
import { sendOTP } from '@countermark/wire/issuer-gateway/send-otp';
import type { CardElements } from '../certification-profile.ts';
import { type Asked, accepted } from './judge-answer.ts';
import type { PlayedHub } from './played-hub.ts';
import type { PlayedWallet } from './played-wallet.ts';

/** Members of a message that are not as usual; undefined takes one out. */
export type Changes = Readonly<Record<string, unknown>>;

/** What the issuer decided. */
export interface Decision {
  levelOfTrust: LevelOfTrust;
  /** As named with the decision. */
  idvMethodList: readonly IdvMethod[];
}

/** One session, from eligibility to the last notification of its token (Issuer Gateway API, enrollment flow). */
export class Enrolment {
  readonly correlationId = randomUUID();
  readonly virtualCardId = randomUUID();
  readonly wallet: PlayedWallet;
  readonly card: CardElements;
  /** Of every answer so far, in milliseconds. */
  readonly answerTimes: number[] = [];
  readonly #hub: PlayedHub;
  readonly #walletCardRefId = randomUUID();
  readonly #tokenStorageId = randomUUID();
  #cardMembers: { cipheredCardInfo: string; publicKeyIdentifier: string } | undefined;
  #issuerCardRefId: string | undefined;

  constructor({ hub, card, wallet }: { hub: PlayedHub; card: CardElements; wallet: PlayedWallet }) {
    this.#hub = hub;
    this.card = card;
    this.wallet = wallet;
  }

  /** As the issuer named the card; empty before it did. */
  get issuerCardRefId(): string {
    return this.#issuerCardRefId ?? '';
  }

  /** Opens the session. */
  async checkCardEligibility(changes: Changes = {}): Promise<Asked<typeof checkCardEligibility>> {
    this.#cardMembers ??= await this.#hub.sealCard(this.card);
    return this.#ask(checkCardEligibility, {
      ...this.#cardMembers,
      walletProviderId: this.wallet.walletProviderId,
      tokenRequestor: this.wallet.tokenRequestor,
      captureMethod: 'MANUAL',
      ...changes,
    });
  }

  /** @throws DefectFound when the card is not eligible */
  async eligible(changes?: Changes): Promise<{ issuerCardRefId: string; productId: string }> {
    const answer = accepted(await this.checkCardEligibility(changes));
    this.#issuerCardRefId = answer.issuerCardRefId;
    return answer;
  }

  /** Asks for the decision; the card is the one of `checkCardEligibility`, envelope and all. */
  async requestCardDigitization(changes: Changes = {}): Promise<Asked<typeof requestCardDigitization>> {
    const { walletProviderId, tokenRequestor, tokenType, deviceInformation } = this.wallet;
    return this.#ask(requestCardDigitization, {
      ...this.#cardMembers,
      issuerCardRefId: this.#issuerCardRefId,
      ...{ walletProviderId, tokenRequestor, tokenType },
      walletCardRefId: this.#walletCardRefId,
      ...(await this.#authenticationValue(this.card.cvv)),
      walletUserInformation: { walletUserId: 'certification-run' },
      cardCaptureInformation: { captureMethod: 'MANUAL' },
      scoringInformation: { deviceScore: '4', accountScore: '4' },
      ...(deviceInformation && {
        deviceInformation: { ...deviceInformation, tokenStorageId: this.#tokenStorageId },
      }),
      tncStatus: true,
      tncAcceptedDate: `${new Date().toISOString().slice(0, 19)}Z`,
      ...changes,
    });
  }

  /** The member that carries a card security code, sealed; none without one. */
  async sealedCode(cvv: string): Promise<{ authenticationValue: string }> {
    const { text } = await this.#hub.seal(writeAuthenticationValue({ kind: 'csc', cvv }));
    return { authenticationValue: text };
  }

  /** @throws DefectFound when there is no decision */
  async decided(changes?: Changes): Promise<Decision> {
    const { levelOfTrust, idvMethodList = [] } = accepted(await this.requestCardDigitization(changes));
    return { levelOfTrust: readLevelOfTrust(levelOfTrust), idvMethodList };
  }

  /** The methods that the cardholder may choose from: those of the decision, or those that the hub has to ask for. */
  async methods({ idvMethodList }: Decision): Promise<readonly IdvMethod[]> {
    if (idvMethodList.length > 0) return idvMethodList;
    return accepted(await this.getIDnVMethodList()).idvMethodList;
  }

  getIDnVMethodList(changes: Changes = {}): Promise<Asked<typeof getIDnVMethodList>> {
    return this.#ask(getIDnVMethodList, { ...this.#token(), ...changes });
  }

  sendOTP(
    otp: { otpMethodId: string; otpValue: string },
    changes: Changes = {},
  ): Promise<Asked<typeof sendOTP>> {
    const { walletProviderId, tokenRequestor } = this.wallet;
    return this.#ask(sendOTP, {
      walletProviderId,
      issuerCardRefId: this.#issuerCardRefId,
      ...otp,
      expirationDate: `${new Date(Date.now() + 600_000).toISOString().slice(0, 19)}Z`,
      tokenRequestor,
      ...changes,
    });
  }

  /** Tells of a change of the token; `session` is another one than the enrolment's where something later caused it. */
  notify(
    action: string,
    { session = this.correlationId, ...changes }: Changes & { session?: string } = {},
  ): Promise<Asked<typeof notifyVirtualCardChange>> {
    const body = {
      ...this.#token(),
      walletCardRefId: this.#walletCardRefId,
      walletVirtualCardId: `DPANID-${this.virtualCardId}`,
      tokenStorageId: this.#tokenStorageId,
      isPrimary: true,
      action,
      source: 'TSP',
      ...changes,
    };
    return this.#ask(notifyVirtualCardChange, body, session);
  }

  #token(): Changes {
    const { walletProviderId, tokenRequestor } = this.wallet;
    return {
      issuerCardRefId: this.#issuerCardRefId,
      virtualCardId: this.virtualCardId,
      ...{ walletProviderId, tokenRequestor },
    };
  }

  async #authenticationValue(cvv: string | undefined): Promise<Changes> {
    return cvv === undefined ? {} : this.sealedCode(cvv);
  }

  async #ask<Operation extends IssuerGatewayOperation>(
    operation: Operation,
    body: Changes,
    correlationId: string = this.correlationId,
  ): Promise<Asked<Operation>> {
    const asked = await this.#hub.ask({ operation, correlationId, body });
    this.answerTimes.push(asked.answer.durationMs);
    return asked;
  }
}
