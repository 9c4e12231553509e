import type { ConsumerInfo } from '@countermark/wire/d1/data/consumer-info';
import type { RequestOf, ResponseOf } from '@countermark/wire/d1/operation';
import type { deliverOtp } from '@countermark/wire/d1/outbound/deliver-otp';
import type { verifyCard } from '@countermark/wire/d1/outbound/verify-card';
import type { VerifyCardCredentials } from '@countermark/wire/d1/plaintext/verify-card-credentials';
import type { ScoringInformation } from '@countermark/wire/issuer-gateway/data/scoring-information';
import type { CardProduct, D1ProductSettings } from '../../core/card-product.ts';
import { type Enrolment, enrolmentLimits } from '../../core/enrolment.ts';
import type { D1Answer, D1Backend } from '../../ports/d1-backend.ts';
import type { Hub } from '../../ports/hub.ts';
import type { IssuerCall } from '../../ports/issuer-backend.ts';
import type { Tsp } from '../../ports/tsp.ts';
import { aD1Product, aRequestor } from '../../store/test-objects.ts';
import { type D1OnStore, exp, openD1OnStore, pan } from '../d1-on-store.fixture.ts';
import { decideTerms } from '../enrolment/decide-terms.ts';
import { reportProvisioning } from '../enrolment/report-provisioning.ts';
import { startEnrolment } from '../enrolment/start-enrolment.ts';

type Verified = ResponseOf<typeof verifyCard>;

/** The issuer's backend: what it answers, and what it was asked. */
export interface TestIssuer {
  verifies: D1Answer<Verified>;
  tellsOfConsumer: D1Answer<ConsumerInfo>;
  delivers: D1Answer<null>;
  verified: { credentials: VerifyCardCredentials; cardId: string | null }[];
  /** Consumers it was asked about. */
  askedOf: { consumerId: string; cardId: string | null }[];
  delivered: ({ consumerId: string } & RequestOf<typeof deliverOtp>)[];
  /** How much time each of its answers was given. */
  budgets: number[];
}

/** What a wallet asks for; the rest is as for a card that everybody trusts. */
export interface Wish {
  pan?: string;
  exp?: string | null;
  cvv?: string;
  scoring?: ScoringInformation;
  captureMethod?: string;
  cvvValidated?: boolean;
  tokenStorageId?: string;
  tokenRequestorId?: string;
}

/** A wallet in front of the D1 use cases, a TSP that makes what it is asked for, and an issuer's backend. */
export interface D1Wallet extends D1OnStore {
  issuer: TestIssuer;
  tsp: D1OnStore['tsp'] & {
    refusesTokens: number | null;
    /** Held up here while it makes a token. */
    whileMaking: () => Promise<void>;
  };
  /** Changes what the product decides by. */
  settle(settings: Partial<D1ProductSettings>, product?: Partial<CardProduct>): Promise<void>;
  /** Up to the terms. */
  start(wish?: Wish): Promise<Enrolment>;
  /** Up to the decision. */
  enrol(wish?: Wish): Promise<Enrolment>;
  accept(enrolment: Enrolment): Promise<Enrolment>;
  /** The token arrived on its device. */
  provision(enrolment: Enrolment): Promise<Enrolment>;
}

export const code = '123456';

export const good: Verified = {
  cardId: 'card-1',
  consumerId: 'consumer-1',
  verificationResults: {
    securityCode: { valid: true, verificationAttemptsExceeded: false },
    card: { lostOrStolen: false, expired: false, invalid: false, fraudSuspect: false },
  },
};

export function answered<T>(message: T): D1Answer<T> {
  return { kind: 'ANSWERED', status: 200, message };
}

export const noAnswer: D1Answer<never> = {
  kind: 'FAILED',
  status: null,
  reason: 'no answer within 5 s',
  retryAfter: null,
};

export function answeredWith(status: number): D1Answer<never> {
  return { kind: 'REFUSED', status, errorCode: null, error: null };
}

/** Who may ask for tokens: one wallet. */
export const requestor = aRequestor();

export async function openD1Wallet(): Promise<D1Wallet> {
  const base = await openD1OnStore();
  const issuer = newIssuer();
  const tsp = Object.assign(base.tsp, newTsp());
  const hub: Hub = {
    ...base.hub,
    d1Backend: testBackend(issuer) as D1Backend,
    envelopes: { ...base.hub.envelopes, openCardInfo: async ({ text }) => openedCard(text) },
    tsps: new Map([[aD1Product().tsp, testTsp(base, tsp)]]),
  };
  const taken = <Result extends { taken: boolean }>(result: Result) => {
    if (!result.taken) throw new Error(JSON.stringify(result));
    return result as Extract<Result, { taken: true }>;
  };

  const start = async (wish: Wish = {}) => {
    const { cvv, scoring = { levelOfTrust: 'green' }, captureMethod = 'CAMERA', cvvValidated } = wish;
    const expiry = wish.exp === undefined ? exp : wish.exp;
    const request = {
      tokenRequestorId: wish.tokenRequestorId ?? '40010030273',
      cipheredCardInfo: JSON.stringify({
        fpan: wish.pan ?? pan,
        ...(expiry !== null && { exp: expiry }),
        ...(cvv !== undefined && { cvv }),
      }),
      tokenType: 'EMBEDDED_SE',
      tokenStorageId: wish.tokenStorageId ?? 'phone-1',
      walletUserInformation: { walletUserId: 'somebody' },
      cardCaptureInformation: { captureMethod, cardHolderName: 'JOHN SMITH' },
      scoringInformation: scoring,
      ...(cvvValidated !== undefined && { cvvValidated }),
    } as const;
    return taken(await startEnrolment(hub, requestor, request)).enrolment;
  };
  const accept = async ({ enrolmentId }: Enrolment) => {
    const terms = { enrolmentId, accepted: true, termsId: 'terms-1' };
    return taken(await decideTerms(hub, requestor, terms)).enrolment;
  };

  return {
    ...base,
    hub,
    issuer,
    tsp,
    async reset(settings = {}) {
      await base.reset(settings);
      Object.assign(issuer, newIssuer());
      Object.assign(tsp, newTsp());
    },
    async settle(settings, product = {}) {
      const d1 = { ...aD1Product().d1, ...settings } as D1ProductSettings;
      await base.store.products.save(aD1Product({ ...product, d1 }));
    },
    start,
    accept,
    async enrol(wish = {}) {
      const enrolment = await start(wish);
      return enrolment.step === 'TERMS_DUE' ? accept(enrolment) : enrolment;
    },
    async provision({ enrolmentId }) {
      return taken(await reportProvisioning(hub, requestor, { enrolmentId, result: 'DELIVERED' })).enrolment;
    },
  };
}

function newTsp() {
  return { refusesTokens: null as number | null, whileMaking: async (): Promise<void> => undefined };
}

function newIssuer(): TestIssuer {
  return {
    verifies: answered(good),
    tellsOfConsumer: answered({ email: 'john@example.com' }),
    delivers: answered(null),
    verified: [],
    askedOf: [],
    delivered: [],
    budgets: [],
  };
}

function testBackend(issuer: TestIssuer): Partial<D1Backend> {
  const asked = ({ budget }: IssuerCall) => void issuer.budgets.push(budget);
  return {
    async verifyCard(call, card) {
      asked(call);
      issuer.verified.push(card);
      return issuer.verifies;
    },
    async getConsumerInformation(call, about) {
      asked(call);
      issuer.askedOf.push(about);
      return issuer.tellsOfConsumer;
    },
    async deliverOtp(_, otp) {
      issuer.delivered.push(otp);
      return issuer.delivers;
    },
  };
}

function openedCard(text: string) {
  return { opened: true, cardInfo: JSON.parse(text) } as const;
}

function testTsp({ hub }: D1OnStore, tsp: D1Wallet['tsp']): Tsp {
  const base = hub.tsps.get(aD1Product().tsp);
  let made = 0;
  const parts: Partial<Tsp> = {
    ...base,
    personalisation: null,
    eligibility: async () => ({ ok: true, value: null }),
    async createToken() {
      await tsp.whileMaking();
      if (tsp.refusesTokens !== null) return { ok: false, code: tsp.refusesTokens };
      const value = {
        tspTokenId: `tsp-token-${++made}`,
        tokenLastDigits: '9999',
        tokenExpiryDate: '1231',
        par: null,
      };
      return { ok: true, value };
    },
    makeOtp: async () => ({ otp: code }),
    checkOtp: async (_, otp) => otp === code,
    dropOtp: async () => undefined,
    proposeBinding: async () => ({ ok: true, value: { deviceBindingReference: 'binding-1' } }),
    bindDevice: async (_, proposed) => ({ ok: true, value: proposed }),
    unbindDevice: async () => ({ ok: true, value: null }),
  };
  return parts as Tsp;
}

/** The whole budget of a session. */
export const wholeBudget = enrolmentLimits.issuerWait;
