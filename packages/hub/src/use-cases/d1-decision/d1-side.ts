import type { IdvMethod } from '@countermark/wire/issuer-gateway/data/idv-method';
import { defaultMessage } from '@countermark/wire/issuer-gateway/error-response';
import type { Card } from '../../core/card.ts';
import { type D1Judgement, decideInD1 } from '../../core/d1-decision.ts';
import { correlationIdOf, type Enrolment, ended, type Refusal } from '../../core/enrolment.ts';
import type { Hub } from '../../ports/hub.ts';
import type { CapturedCard } from '../enrolment/captured-card.ts';
import type { BindingConsent, BindingToDecide, Consent, IssuerSide } from '../issuer-side/issuer-side.ts';
import type { AskingSession } from '../verification/ask-issuer.ts';
import { tokenOf } from '../verification/idv-sessions.ts';
import { deliverOtp } from './deliver-otp.ts';
import { type ContactSearch, findContacts } from './find-contacts.ts';
import { factsOfBinding, factsOfEnrolment, type KnownFacts } from './known-facts.ts';
import { verifyCard } from './verify-card.ts';
import { verifyMadeCard } from './verify-made-card.ts';

/** The hub decides from what the issuer registered, and asks it only what it does not know (D1 API, tokenization). */
export const d1Side: IssuerSide = {
  askEligibility,
  askConsent,
  askBindingConsent,

  async listIdvMethods(hub, sessions, session) {
    const { cardId, productId } = await tokenOf(hub, session);
    const card = await hub.store.cards.find(cardId);
    const consumerId = card?.holder?.consumerId ?? null;
    return findContacts(hub, { session, correlationId: sessions.idOf(session), productId, card, consumerId });
  },

  deliverCode: deliverOtp,
};

/**
 * The card is verified now, while its security code is at hand. What is sure to be declined is declined before anybody is
 * shown terms.
 */
async function askEligibility(hub: Hub, enrolment: Enrolment, card: CapturedCard): Promise<Enrolment> {
  const known = await factsOfEnrolment(hub, enrolment);
  const first = decideInD1(known.facts);
  if (isForHubToVerify(known, first)) {
    const verifiedCard = await verifyMadeCard(hub, known.registered, card.cardInfo.cvv);
    const judged = decideInD1({ ...known.facts, verification: verifiedCard });
    return goOn(hub, { enrolment: { ...enrolment, verifiedCard }, ...known }, judged);
  }
  if (first.decided || first.needs !== 'VERIFICATION') return goOn(hub, { enrolment, ...known }, first);
  const asked = await verifyCard(hub, enrolment, { cardInfo: card.cardInfo, ...known });
  if (asked.step === 'ENDED') return naming(asked, known.registered);
  const second = decideInD1({ ...known.facts, verification: asked.verifiedCard ?? 'IMPOSSIBLE' });
  return goOn(hub, { enrolment: asked, ...known }, second);
}

/** A card that it made, while nothing has declined it. Directories give no security code. */
function isForHubToVerify(known: KnownFacts, soFar: D1Judgement): known is KnownFacts & { registered: Card } {
  const isDeclined = soFar.decided && soFar.decision === 'red';
  return known.registered?.origin === 'CREATED' && known.facts.purpose === 'TOKEN' && !isDeclined;
}

function goOn(
  hub: Hub,
  { enrolment, registered }: { enrolment: Enrolment; registered: Card | null },
  judgement: D1Judgement,
): Enrolment {
  const named = naming(enrolment, registered);
  return judgement.decided && judgement.decision === 'red'
    ? decided(hub, named, judgement)
    : { ...named, step: 'TERMS_DUE', updatedAt: hub.clock.now() };
}

/** The session with the card that it is about: registered, or named by its issuer. */
function naming(enrolment: Enrolment, registered: Card | null): Enrolment {
  return {
    ...enrolment,
    issuerCardRefId: registered?.issuerCardRefId ?? enrolment.verifiedCard?.cardId ?? null,
    issuerProductId: registered?.issuerProductId ?? null,
  };
}

type Decided = Extract<D1Judgement, { decided: true }>;

/** With the decision and its trace; ended when it is red. */
function decided(hub: Hub, enrolment: Enrolment, { decision, trace, code }: Decided): Enrolment {
  const now = hub.clock.now();
  const session: Enrolment = { ...enrolment, decision, decisionTrace: trace, updatedAt: now };
  return code === null ? session : ended(session, { outcome: 'DECLINED', refusal: declinedWith(code), now });
}

/** What the trace says is for operators. */
function declinedWith(code: number): Refusal {
  return { kind: 'DECLINED', code, message: defaultMessage(code) };
}

/** As things stand now: since the card was found eligible it may have been suspended. */
async function askConsent(hub: Hub, enrolment: Enrolment): Promise<Consent> {
  const { registered, facts } = await factsOfEnrolment(hub, enrolment);
  const verification = enrolment.verifiedCard ?? 'IMPOSSIBLE';
  const judged = await judge(
    hub,
    { registered, facts: { ...facts, verification } },
    {
      session: naming(enrolment, registered),
      correlationId: correlationIdOf(enrolment),
      productId: enrolment.productId,
      card: registered,
      consumerId: registered
        ? (registered.holder?.consumerId ?? null)
        : (enrolment.verifiedCard?.consumerId ?? null),
    },
  );
  const { session, idvMethods } = judged;
  if (!judged.judgement) {
    const failed = ended(session, { outcome: 'FAILED', refusal: judged.refusal, now: hub.clock.now() });
    return { enrolment: failed, decidedBy: 'ISSUER', idvMethods: [], strongVerification: false };
  }
  return {
    enrolment: decided(hub, session, judged.judgement),
    decidedBy: 'ISSUER',
    idvMethods,
    strongVerification: judged.judgement.strongVerification,
  };
}

async function askBindingConsent(hub: Hub, asked: BindingToDecide): Promise<BindingConsent> {
  const known = await factsOfBinding(hub, asked);
  const { session, idvMethods, judgement, refusal } = await judge(hub, known, {
    session: asked.binding,
    correlationId: asked.binding.bindingId,
    productId: asked.token.productId,
    card: known.registered,
    consumerId: known.registered?.holder?.consumerId ?? null,
  });
  if (!judgement)
    return { binding: session, decision: null, refusal, idvMethods: [], strongVerification: false };
  const { decision, code, strongVerification } = judgement;
  return {
    binding: session,
    decision,
    refusal: code === null ? null : declinedWith(code),
    idvMethods,
    strongVerification,
  };
}

/** A decision with the methods to verify by, or why there is none. */
type Judged<Session> = { session: Session; idvMethods: readonly IdvMethod[] } & (
  | { judgement: Decided; refusal: null }
  | { judgement: null; refusal: Refusal }
);

/** Decides, and finds out how the consumer can be reached if the decision turns on it. */
async function judge<Session extends AskingSession>(
  hub: Hub,
  { facts }: KnownFacts,
  search: ContactSearch<Session>,
): Promise<Judged<Session>> {
  const first = decideInD1(facts);
  if (first.decided) return { session: search.session, idvMethods: [], judgement: first, refusal: null };
  const { session, idvMethods, refusal } = await findContacts(hub, search);
  if (refusal) return { session, idvMethods, judgement: null, refusal };
  const judgement = decideInD1({ ...facts, consumerReachable: idvMethods.length > 0 });
  if (!judgement.decided) throw new Error(`D1 cannot decide without ${judgement.needs}`);
  return { session, idvMethods, judgement, refusal: null };
}
