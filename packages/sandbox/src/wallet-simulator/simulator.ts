import { importSealingKey } from '@countermark/wire/envelope/cms';
import type { ReportTokenEvent } from '@countermark/wire/token-requestor/report-token-event';
import type { TokenOfRequestor } from '@countermark/wire/token-requestor/token';
import type { BindingScript } from './binding-script.ts';
import { type CallbackServer, startCallbackServer } from './callback-server.ts';
import type { ComposingMeans, PushedPayload } from './compose-start-enrolment.ts';
import { counterpartOf } from './counterpart.ts';
import { type DeviceCondition, type DeviceDisplay, Devices } from './devices.ts';
import { driveBinding } from './drive-binding.ts';
import { driveEnrolment } from './drive-enrolment.ts';
import { completeScript, type EnrolmentScript, type ProvisioningChoice } from './enrolment-script.ts';
import { type PayingToken, PaymentDevices } from './payment-devices.ts';
import {
  createRequestorClient,
  type RequestorClient,
  type TlsIdentity,
  TokenRequestorApiError,
} from './requestor-client.ts';
import { type BindingReport, WalletBinding } from './wallet-binding.ts';
import { type EnrolmentReport, WalletEnrolment } from './wallet-enrolment.ts';
import { openWalletReferences } from './wallet-references.ts';
import type { ReadCode, WalletMeans } from './wallet-session.ts';
import { attempt, sightOf, type Unmet } from './wallet-step.ts';
import type { RequestorId } from './wallets.ts';

export interface WalletSimulatorOptions {
  /** Where the callbacks are served; the wallet's server certificate must be good for it. */
  host: string;
  /** 0: any free port. */
  callbackPort: number;
  /** The two token requestors: wallets with devices, and merchants, whom the hub never calls. */
  identities: { wallet: { client: TlsIdentity; server: TlsIdentity }; merchant: { client: TlsIdentity } };
  hub: {
    /** `https://localhost:8443`: the hub's listener for peers, without path. */
    peersUrl: string;
    /** The authority behind the hub's server and client certificates. */
    caPem: string;
    /** What card data is sealed with. */
    envelopeKeyIdentifier: string;
    envelopeCertificatePem: string;
  };
  /** `wallet-simulator.json`; made when it is missing. */
  stateFile: string;
  readCode: ReadCode;
  /** The issuers' application; without one no card is pushed. */
  pushedPayload?: PushedPayload;
  /** The wallet's clock; the machine's unless given. */
  now?: () => Date;
}

/**
 * What the hub made of an event: the token as it now is, and the one on the other side of a cobadged card; a refusal, or
 * nothing.
 */
export type TokenEventReport =
  | { result: 'ANSWERED'; token: TokenOfRequestor; mirrored?: TokenOfRequestor }
  | Unmet;

/** The numbers with which the hub says that it does not know something, or that it is another requestor's. */
const unknownSession = 118;
const unknownToken = 119;

/**
 * Starts the simulator: wallets and merchants that use the hub like any token requestor, by its API and callbacks only.
 *
 * @throws EnvelopeKeyError when the hub's certificate cannot be sealed for
 */
export async function startWalletSimulator(options: WalletSimulatorOptions): Promise<WalletSimulator> {
  const { hub, identities } = options;
  const sealingKey = importSealingKey({
    keyIdentifier: hub.envelopeKeyIdentifier,
    certificatePem: hub.envelopeCertificatePem,
  });
  const devices = new Devices();
  const paymentDevices = new PaymentDevices();
  const references = await openWalletReferences(options.stateFile);
  const callbacks = await startCallbackServer({
    host: options.host,
    port: options.callbackPort,
    identity: identities.wallet.server,
    caPem: hub.caPem,
    devices,
  });
  return new WalletSimulator({
    callbacks,
    devices,
    paymentDevices,
    clients: {
      wallet: createRequestorClient({ ...hub, identity: identities.wallet.client }),
      merchant: createRequestorClient({ ...hub, identity: identities.merchant.client }),
    },
    means: {
      references,
      sealingKey,
      readCode: options.readCode,
      pushedPayload: options.pushedPayload ?? noApplication,
      payingToken: virtualCardId => paymentDevices.token(virtualCardId),
      now: options.now ?? (() => new Date()),
      hear: token => devices.hear(token),
      personalise: (client, virtualCardId) => paymentDevices.personalise(client, virtualCardId),
    },
  });
}

const noApplication: PushedPayload = async () => {
  throw new Error('This simulator has no application of an issuer');
};

interface Parts {
  callbacks: CallbackServer;
  devices: Devices;
  paymentDevices: PaymentDevices;
  clients: Readonly<Record<RequestorId, RequestorClient>>;
  means: ComposingMeans & Omit<WalletMeans, 'client'>;
}

/** The running simulator. Make one with {@link startWalletSimulator}. */
export class WalletSimulator {
  readonly #parts: Parts;
  readonly #enrolments = new Map<string, WalletEnrolment>();
  readonly #bindings = new Map<string, WalletBinding>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Where the hub's callbacks arrive: goes into the token requestor's settings at the hub. */
  get callbackBase(): string {
    return this.#parts.callbacks.callbackBase;
  }

  /** Plays one enrolment as far as the script says. */
  async enrol(script: EnrolmentScript): Promise<EnrolmentReport> {
    const { clients, means } = this.#parts;
    const complete = completeScript(script);
    const client = clients[complete.wallet.requestorId];
    const driven = await driveEnrolment(complete, { ...means, client });
    if (!driven.started) return { enrolmentId: null, steps: [driven.step], enrolment: null };
    return this.#remember(driven.enrolment).report();
  }

  /**
   * Adds the domestic token of a cobadged card beside this primary one, with its provisioning; undefined when the hub
   * knows the primary token for neither requestor.
   */
  async addAuxiliary(
    virtualCardId: string,
    provisioning: ProvisioningChoice,
  ): Promise<EnrolmentReport | undefined> {
    const told = { virtualCardId };
    const attempted = await attempt(
      this.#askOwner(unknownToken, client => client.startAuxiliaryEnrolment(virtualCardId, {})),
    );
    const step = { act: 'START_AUXILIARY', told } as const;
    if (!attempted.met) {
      return { enrolmentId: null, steps: [{ ...step, ...attempted.unmet }], enrolment: null };
    }
    if (attempted.answer === undefined) return undefined;
    const { client, answer: view } = attempted.answer;
    const taken = { ...step, result: 'ANSWERED', saw: sightOf(view) } as const;
    const enrolment = new WalletEnrolment({ ...this.#parts.means, client }, view, [taken]);
    if (view.step === 'PROVISIONING_DUE' && provisioning !== 'none') {
      await enrolment.reportProvisioning(provisioning);
    }
    return this.#remember(enrolment).report();
  }

  /**
   * An enrolment as it now stands, to go on with by hand; undefined when the hub knows it for neither requestor. One
   * begun before the simulator was last started has lost its steps.
   *
   * @throws TokenRequestorApiError when the hub cannot be asked
   */
  async enrolment(enrolmentId: string): Promise<WalletEnrolment | undefined> {
    const asked = await this.#askOwner(unknownSession, client => client.enrolment(enrolmentId));
    if (asked === undefined) return undefined;
    const known = this.#enrolments.get(enrolmentId);
    if (known === undefined) {
      const means = { ...this.#parts.means, client: asked.client };
      return this.#remember(new WalletEnrolment(means, asked.answer, []));
    }
    known.lookAgain(asked.answer);
    return known;
  }

  /** Plays one binding of a token to a device; undefined when the hub knows the token for neither requestor. */
  async bind(virtualCardId: string, script: BindingScript): Promise<BindingReport | undefined> {
    const owned = await this.#askOwner(unknownToken, client => client.token(virtualCardId));
    if (owned === undefined) return undefined;
    const { client, answer: token } = owned;
    const driven = await driveBinding({ ...script, token }, { ...this.#parts.means, client });
    if (!driven.started) return { bindingId: null, steps: [driven.step], binding: null };
    return this.#keep(driven.binding).report();
  }

  /**
   * A device binding as it now stands, to go on with by hand; undefined when the hub knows it for neither requestor.
   *
   * @throws TokenRequestorApiError when the hub cannot be asked
   */
  async binding(bindingId: string): Promise<WalletBinding | undefined> {
    const asked = await this.#askOwner(unknownSession, client => client.binding(bindingId));
    if (asked === undefined) return undefined;
    const known = this.#bindings.get(bindingId);
    if (known === undefined) {
      return this.#keep(new WalletBinding({ ...this.#parts.means, client: asked.client }, asked.answer, []));
    }
    known.lookAgain(asked.answer);
    return known;
  }

  /** Something happens to the device or in the wallet; undefined when the hub knows the token for neither requestor. */
  async reportTokenEvent(
    virtualCardId: string,
    report: ReportTokenEvent,
  ): Promise<TokenEventReport | undefined> {
    const attempted = await attempt(
      this.#askOwner(unknownToken, client => client.reportTokenEvent(virtualCardId, report)),
    );
    if (!attempted.met) return attempted.unmet;
    if (attempted.answer === undefined) return undefined;
    const { client, answer: token } = attempted.answer;
    this.#parts.devices.hear(token);
    const mirrored = await attempt(this.#mirror(client, token, report));
    if (!mirrored.met) return mirrored.unmet;
    return { result: 'ANSWERED', token, ...(mirrored.answer && { mirrored: mirrored.answer }) };
  }

  /** A wallet keeps the two tokens of a cobadged card in step: the hub does not. */
  async #mirror(
    client: RequestorClient,
    token: TokenOfRequestor,
    report: ReportTokenEvent,
  ): Promise<TokenOfRequestor | undefined> {
    const ofCard = token.walletCardRefId === undefined ? [] : await client.tokens(token.walletCardRefId);
    const counterpart = counterpartOf(token, ofCard);
    if (counterpart === undefined) return undefined;
    const changed = await client.reportTokenEvent(counterpart.virtualCardId, report);
    this.#parts.devices.hear(changed);
    return changed;
  }

  /** The device runs short of payment keys; undefined when no wallet has this token. */
  async requestReplenishment(virtualCardId: string): Promise<TokenEventReport | undefined> {
    const attempted = await attempt(
      this.#askOwner(unknownToken, client => client.requestReplenishment(virtualCardId)),
    );
    if (!attempted.met) return attempted.unmet;
    return attempted.answer && { result: 'ANSWERED', token: attempted.answer.answer };
  }

  /** What the device shows; undefined when it never heard of the token. */
  device(virtualCardId: string): DeviceDisplay | undefined {
    return this.#parts.devices.display(virtualCardId);
  }

  /** The named token as its device pays with it; undefined when no device can. */
  payingToken(virtualCardId: string): PayingToken | undefined {
    return this.#parts.paymentDevices.token(virtualCardId);
  }

  /** The newest token in use that a device can pay with; undefined when there is none. */
  newestPayingToken(): Promise<PayingToken | undefined> {
    return this.#parts.paymentDevices.newestInUse();
  }

  /** How the device takes callbacks about this token from now on. */
  setDeviceCondition(virtualCardId: string, condition: DeviceCondition): void {
    this.#parts.devices.setCondition(virtualCardId, condition);
  }

  /** Ends everything at once. */
  async close(): Promise<void> {
    const { callbacks, clients } = this.#parts;
    await Promise.all([callbacks.close(), clients.wallet.close(), clients.merchant.close()]);
  }

  #remember(enrolment: WalletEnrolment): WalletEnrolment {
    this.#enrolments.set(enrolment.view.enrolmentId, enrolment);
    return enrolment;
  }

  #keep(binding: WalletBinding): WalletBinding {
    this.#bindings.set(binding.view.bindingId, binding);
    return binding;
  }

  /** Asks as one requestor after the other until one is not told that there is no such thing. */
  async #askOwner<Answer>(
    unknown: number,
    ask: (client: RequestorClient) => Promise<Answer>,
  ): Promise<{ client: RequestorClient; answer: Answer } | undefined> {
    for (const client of Object.values(this.#parts.clients)) {
      try {
        return { client, answer: await ask(client) };
      } catch (error) {
        if (!(error instanceof TokenRequestorApiError && error.errorCode === unknown)) throw error;
      }
    }
    return undefined;
  }
}
