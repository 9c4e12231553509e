import { createHash } from 'node:crypto';
import type { Enrolment } from '../core/enrolment.ts';
import type { Issuer } from '../core/issuer.ts';
import type { Token } from '../core/token.ts';
import type { TspTokenState } from '../core/tsp-token-state.ts';
import { unlimitedTsp } from '../core/tsp-traits.ts';
import type { D1Envelopes } from '../ports/d1-envelopes.ts';
import type { Hub } from '../ports/hub.ts';
import type { HubEnvelopes } from '../ports/hub-envelopes.ts';
import type { Tsp, TspAnswer } from '../ports/tsp.ts';
import type { WalletAnswer } from '../ports/wallet.ts';
import { aCard, anEnrolment, anIssuer, aProduct, aRequestor, aToken, at, id } from '../store/test-objects.ts';
import { openTestStore, type TestStore } from '../store/test-store.ts';

/** The use cases on a real store; of the peers a TSP and a wallet that do as they are told. */
export interface HubOnStore {
  hub: Hub;
  store: TestStore;
  tsp: TestTsp;
  wallet: TestWallet;
  /** Where the hub's clock stands; set it to let time pass. */
  time: { now: Date };
  /** Forgets everything and stores issuer, product, requestor and card. */
  reset(issuer?: Partial<Issuer['settings']>): Promise<void>;
  /** A token of the card, and the session that made it. */
  give(token?: Partial<Token>, enrolment?: Partial<Enrolment>): Promise<Token>;
  /** Actions and error codes owed to the issuer for a token, oldest first: `SUSPEND`, `RESUME 432`. */
  told(virtualCardId?: string): Promise<string[]>;
  /** The state of a token and who holds it: `SUSPENDED by ISSUER,TSP`. */
  state(virtualCardId?: string): Promise<string>;
}

/** What the TSP was told, and what it answers. */
export interface TestTsp {
  /** State by its own reference. */
  states: Map<string, TspTokenState>;
  /** Every state it was told, in order. */
  told: TspTokenState[];
  /** Code of its refusal of what asks for a change; null: it agrees. */
  refusal: number | null;
  /** The same of new card data alone. */
  cardDataRefusal: number | null;
  /** The card numbers it was given. */
  pans: string[];
  /** Held up here before it answers. */
  before: (state: TspTokenState) => Promise<void>;
}

export interface TestWallet {
  answer: WalletAnswer;
  told: string[];
  /** Held up here before a message is shown. */
  before: () => Promise<void>;
}

export const tokenId = id(1001);

export async function openHubOnStore(): Promise<HubOnStore> {
  return hubOnStore(await openTestStore());
}

export function hubOnStore(store: TestStore): HubOnStore {
  const tsp: TestTsp = {
    states: new Map(),
    told: [],
    refusal: null,
    cardDataRefusal: null,
    pans: [],
    before: async () => undefined,
  };
  const wallet: TestWallet = { answer: 'APPLIED', told: [], before: async () => undefined };
  const time = { now: at(1000) };
  let nextId = 9000;
  const hub = {
    clock: { now: () => time.now },
    ids: { uuid: () => id(nextId++), digits: (count: number) => '1'.repeat(count) },
    elapse: () => new Promise<never>(() => undefined),
    store,
    vault: testVault,
    envelopes: testEnvelopes,
    d1Envelopes: testD1Envelopes,
    tsps: new Map([[aToken().tsp, testTsp(tsp)]]),
    wallet: {
      async applyTokenChange(_: unknown, { action }: { action: string }) {
        if (wallet.answer === 'APPLIED') wallet.told.push(action);
        return wallet.answer;
      },
      async showMessage(_: unknown, { message }: { message: string }) {
        await wallet.before();
        if (wallet.answer === 'APPLIED') wallet.told.push(message);
        return wallet.answer;
      },
    },
    wake: {
      operations: () => undefined,
      deliveries: () => undefined,
      personalisations: () => undefined,
      clickToPay: () => undefined,
    },
  } as unknown as Hub;
  return {
    hub,
    store,
    tsp,
    wallet,
    time,
    async reset(settings = {}) {
      await store.empty();
      tsp.states.clear();
      Object.assign(tsp, {
        told: [],
        refusal: null,
        cardDataRefusal: null,
        pans: [],
        before: async () => undefined,
      } satisfies Partial<TestTsp>);
      Object.assign(wallet, {
        answer: 'APPLIED',
        told: [],
        before: async () => undefined,
      } satisfies TestWallet);
      time.now = at(1000);
      const issuer = anIssuer();
      await store.issuers.save({ ...issuer, settings: { ...issuer.settings, ...settings } });
      await store.products.save(aProduct());
      await store.requestors.save(aRequestor());
      await store.cards.insert(aCard());
    },
    give: async (token = {}, enrolment = {}) => giveToken(store, { token, enrolment }),
    async told(virtualCardId = tokenId) {
      const deliveries = await store.deliveries.list({ virtualCardId, limit: 99 });
      return deliveries
        .map(({ body }) => [body['action'], body['errorCode']].filter(part => part !== undefined).join(' '))
        .reverse();
    },
    async state(virtualCardId = tokenId) {
      const token = await store.tokens.find(virtualCardId);
      if (!token) return 'unknown';
      return token.suspenders.length > 0 ? `${token.state} by ${token.suspenders.join()}` : token.state;
    },
  };
}

async function giveToken(
  store: TestStore,
  given: { token: Partial<Token>; enrolment: Partial<Enrolment> },
): Promise<Token> {
  const activated = given.token.state !== 'DEPLOYMENT_ONGOING' && given.token.state !== 'INACTIVE';
  const token = aToken({ activated, ...given.token });
  const enrolmentId = `enrolment of ${token.virtualCardId}`;
  await store.enrolments.insert(
    anEnrolment({
      enrolmentId,
      virtualCardId: token.virtualCardId,
      step: token.activated ? 'ENDED' : 'VERIFICATION_DUE',
      outcome: token.activated ? 'ACTIVATED' : null,
      dueAt: null,
      challenge: null,
      cardData: null,
      ...given.enrolment,
    }),
  );
  await store.tokens.insert({ ...token, enrolmentId });
  return { ...token, enrolmentId };
}

/** Seals nothing: what use cases do with sealed fields is the matter here, not the sealing. */
const testVault: Hub['vault'] = {
  seal: (_, text) => new TextEncoder().encode(text),
  open: (_, sealed) => new TextDecoder().decode(sealed),
  fingerprint: (domain, text) => createHash('sha256').update(`${domain}:${text}`).digest('hex'),
};

/** An envelope is its content as JSON; any other text does not open. */
const testEnvelopes = {
  async openFpanDetails(_, { text }) {
    return text.startsWith('{') ? { opened: true, fpanDetails: JSON.parse(text) } : { opened: false };
  },
} satisfies Partial<HubEnvelopes>;

const testD1Envelopes = {
  async openCard(_, encryptedData) {
    return encryptedData.startsWith('{')
      ? { opened: true, credentials: JSON.parse(encryptedData) }
      : { opened: false };
  },
} satisfies Partial<D1Envelopes>;

function testTsp(tsp: TestTsp): Tsp {
  const agreed: TspAnswer<null> = { ok: true, value: null };
  const parts: Partial<Tsp> = {
    traits: unlimitedTsp,
    async setState(tspTokenId, state) {
      await tsp.before(state);
      if (tsp.refusal !== null) return { ok: false, code: tsp.refusal };
      tsp.told.push(state);
      tsp.states.set(tspTokenId, state);
      return agreed;
    },
    async updateCard(_, { pan }) {
      const code = tsp.refusal ?? tsp.cardDataRefusal;
      if (code !== null) return { ok: false, code };
      tsp.pans.push(pan);
      return agreed;
    },
    tokenInfo: async () => null,
  };
  return parts as Tsp;
}
