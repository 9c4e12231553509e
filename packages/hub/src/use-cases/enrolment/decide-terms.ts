import type { DecideTerms } from '@countermark/wire/token-requestor/decide-terms';
import { type Enrolment, ended, type TermsDecision } from '../../core/enrolment.ts';
import { offeredMethods } from '../../core/idv-methods.ts';
import type { TokenRequestor } from '../../core/token-requestor.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import { issuerSideOf } from '../issuer-side/issuer-side-of.ts';
import { fetchIdvMethods } from '../verification/fetch-idv-methods.ts';
import { createToken } from './create-token.ts';
import {
  type CallRefused,
  type EnrolmentResult,
  lockOwnEnrolment,
  notNow,
  refuseCall,
  unknownEnrolment,
} from './enrolment-result.ts';
import { storeUnlessAged, termsOf } from './enrolment-session.ts';
import { tellDecision } from './tell-decision.ts';

/** The user decided the terms: declined ends the session, accepted asks for consent on the issuer's side. */
export async function decideTerms(
  hub: Hub,
  requestor: TokenRequestor,
  decision: DecideTerms & { enrolmentId: string },
): Promise<EnrolmentResult> {
  const taken = await recordDecision(hub, requestor, decision);
  if (!taken.taken || taken.enrolment.step === 'ENDED') return taken;
  return { taken: true, enrolment: await askConsent(hub, taken.enrolment) };
}

async function recordDecision(
  hub: Hub,
  requestor: TokenRequestor,
  decision: DecideTerms & { enrolmentId: string },
): Promise<EnrolmentResult> {
  const now = hub.clock.now();
  return hub.store.transaction(async tx => {
    const enrolment = await lockOwnEnrolment(tx, requestor, decision.enrolmentId);
    if (!enrolment) return unknownEnrolment;
    if (enrolment.step !== 'TERMS_DUE') return notNow(enrolment);
    const terms = await acceptedTerms(tx, enrolment, { decision, now });
    if (terms !== null && 'taken' in terms) return terms;
    const next: Enrolment = decision.accepted
      ? { ...enrolment, step: 'DIGITIZATION_ASKED', termsDecision: terms, updatedAt: now }
      : ended(enrolment, { outcome: 'TERMS_DECLINED', now });
    await tx.enrolments.save(next);
    return { taken: true, enrolment: next };
  });
}

/** What is kept of the acceptance; null when the product has no terms or they were declined. */
async function acceptedTerms(
  tx: Pick<Aggregates, 'products'>,
  enrolment: Enrolment,
  { decision, now }: { decision: DecideTerms; now: Date },
): Promise<TermsDecision | CallRefused | null> {
  const terms = await termsOf(tx, enrolment);
  if (!decision.accepted || !terms) return null;
  if (decision.termsId === undefined) return refuseCall(111, 'Missing parameter: termsId');
  if (decision.termsId !== terms.id || (decision.version ?? terms.version) !== terms.version) {
    return refuseCall(
      112,
      `Bad parameter format: termsId and version must be those shown, ${terms.id} ${terms.version}`,
    );
  }
  const acceptedDate = decision.acceptedDate === undefined ? now : new Date(decision.acceptedDate);
  return { termsId: terms.id, version: terms.version, language: terms.language, acceptedDate };
}

async function askConsent(hub: Hub, enrolment: Enrolment): Promise<Enrolment> {
  const side = await issuerSideOf(hub, enrolment);
  const consent = await side.askConsent(hub, enrolment);
  const { enrolment: decided, decidedBy, idvMethods, strongVerification } = consent;
  await tellDecision(hub, decided, { decidedBy, idvMethods, cvvValidated: enrolment.request.cvvValidated });
  if (decided.step === 'ENDED') return storeUnlessAged(hub, decided);
  const withToken = await createToken(hub, decided, decidedBy);
  if (withToken.step === 'ENDED' || decided.decision === 'green') return withToken;
  return fetchIdvMethods(hub, withToken, {
    methods: idvMethods,
    offer: methods => offeredMethods(methods, { strongVerification }),
  });
}
