import type { Card } from '../../core/card.ts';
import type { D1ProductSettings } from '../../core/card-product.ts';
import type { D1Card, D1Facts } from '../../core/d1-facts.ts';
import type { Enrolment } from '../../core/enrolment.ts';
import type { Hub } from '../../ports/hub.ts';
import { approvesDirectory } from '../click-to-pay/approves-directory.ts';
import { recommendationIn } from '../enrolment/take-decision.ts';
import type { BindingToDecide } from '../issuer-side/issuer-side.ts';
import { openCard } from '../open-card.ts';

/** What the hub knows by itself, and the card that is registered; null: none is. */
export interface KnownFacts {
  registered: Card | null;
  facts: D1Facts;
}

/** What a token is decided on, as it is now. */
export async function factsOfEnrolment(hub: Hub, enrolment: Enrolment): Promise<KnownFacts> {
  const { issuerId, enrolmentId, cardData, request } = enrolment;
  if (!cardData) throw new Error(`Enrolment ${enrolmentId} lost its card`);
  const number = { issuerId, badge: 'PRIMARY', panFingerprint: cardData.panFingerprint } as const;
  const registered = await hub.store.cards.findByFingerprint(number);
  const { settings, ...ofProduct } = await factsOfProduct(hub, enrolment);
  const address = { table: 'enrolment', column: 'expiry', rowId: enrolmentId };
  const givenExpiry = cardData.sealedExpiry && hub.vault.open(address, cardData.sealedExpiry);
  return {
    registered,
    facts: {
      ...ofProduct,
      // Of what the hub made its issuer knows nothing that the hub does not.
      settings: { ...settings, verifyCard: settings.verifyCard && registered?.origin !== 'CREATED' },
      ...whatTheWalletThinks(request.scoringInformation),
      purpose: (await isDirectorys(hub, { enrolment, registered })) ? 'CLICK_TO_PAY' : 'TOKEN',
      card: registered
        ? registeredCard(hub, registered, givenExpiry)
        : { kind: (await hub.store.cards.findRetired(number)) ? 'RETIRED' : 'UNREGISTERED', givenExpiry },
      captureMethod: request.captureMethod,
      tokenType: enrolment.tokenType,
      cvvValidated: request.cvvValidated,
      liveTokens: registered ? await hub.store.tokens.countLive(registered.cardId) : 0,
      verification: enrolment.verifiedCard,
      consumerReachable: null,
    },
  };
}

/** The same for the binding of a token to another device. */
export async function factsOfBinding(hub: Hub, { token, request }: BindingToDecide): Promise<KnownFacts> {
  const registered = await hub.store.cards.find(token.cardId);
  if (!registered) throw new Error(`Token ${token.virtualCardId} lost its card`);
  return {
    registered,
    facts: {
      ...(await factsOfProduct(hub, token)),
      ...whatTheWalletThinks(request.scoringInformation ?? null),
      purpose: 'DEVICE_BINDING',
      card: registeredCard(hub, registered, null),
      captureMethod: null,
      tokenType: token.tokenType,
      cvvValidated: null,
      liveTokens: await hub.store.tokens.countLive(registered.cardId),
      verification: null,
      consumerReachable: null,
    },
  };
}

async function isDirectorys(
  hub: Hub,
  { enrolment, registered }: { enrolment: Enrolment; registered: Card | null },
): Promise<boolean> {
  const { productId, tokenRequestorId } = enrolment;
  const product = await hub.store.products.find(productId);
  if (!product || !registered) return false;
  return approvesDirectory(hub, { product, card: registered, tokenRequestorId });
}

/** How the cards of a product of the D1 family live. */
export async function d1SettingsOf(
  { store }: Pick<Hub, 'store'>,
  { productId }: { productId: string },
): Promise<D1ProductSettings> {
  const product = await store.products.find(productId);
  if (!product?.d1) throw new Error(`Product ${productId} has no settings of D1`);
  return product.d1;
}

async function factsOfProduct(
  hub: Hub,
  { issuerId, productId }: { issuerId: string; productId: string },
): Promise<Pick<D1Facts, 'settings' | 'issuerHasIdv' | 'now'>> {
  const issuer = await hub.store.issuers.find(issuerId);
  return {
    settings: await d1SettingsOf(hub, { productId }),
    issuerHasIdv: issuer?.settings.hasIdv ?? false,
    now: hub.clock.now(),
  };
}

function registeredCard(hub: Hub, card: Card, givenExpiry: string | null): D1Card {
  return {
    kind: 'REGISTERED',
    cardId: card.issuerCardRefId,
    consumerId: card.holder?.consumerId ?? null,
    state: card.state,
    expiry: openCard(hub.vault, card).exp ?? null,
    givenExpiry,
  };
}

function whatTheWalletThinks(
  scoring: Record<string, unknown> | null,
): Pick<D1Facts, 'recommendation' | 'deviceScore' | 'accountScore'> {
  return {
    recommendation: recommendationIn(scoring),
    deviceScore: score(scoring?.['deviceScore']),
    accountScore: score(scoring?.['accountScore']),
  };
}

/** `1` to `5` as wallets send it; anything else is no score. */
function score(sent: unknown): number | null {
  return typeof sent === 'string' && /^[1-5]$/.test(sent) ? Number(sent) : null;
}
