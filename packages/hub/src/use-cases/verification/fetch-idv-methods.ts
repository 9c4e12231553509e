import type { IdvMethod } from '@countermark/wire/issuer-gateway/data/idv-method';
import { type Enrolment, ended, type Refusal } from '../../core/enrolment.ts';
import type { IdvSession } from '../../core/idv-session.ts';
import type { Hub } from '../../ports/hub.ts';
import { storeForDevice, storeUnlessAged } from '../enrolment/enrolment-session.ts';
import { enrolmentVerification } from '../enrolment/enrolment-verification.ts';
import { changeToken } from '../life-cycle/change-token.ts';
import { askIssuer, refusalOf } from './ask-issuer.ts';
import type { IdvSessions } from './idv-sessions.ts';

/** The methods that came with a yellow decision, and which of a list are shown to the user. */
export interface AnsweredMethods {
  methods: readonly IdvMethod[];
  offer: (methods: readonly IdvMethod[]) => IdvMethod[];
}

/** Methods to choose from, or why there are none. */
export type FoundMethods<Session> =
  | { found: true; session: Session; idvMethods: IdvMethod[] }
  | { found: false; session: Session; refusal: Refusal };

/** The methods answered with the decision, else those the issuer gives when asked (getIDnVMethodList). */
export async function findIdvMethods<Session extends IdvSession>(
  hub: Hub,
  sessions: IdvSessions<Session>,
  { session, methods, offer }: AnsweredMethods & { session: Session },
): Promise<FoundMethods<Session>> {
  if (methods.length > 0) return { found: true, session, idvMethods: offer(methods) };
  const request = {
    ...(await sessions.toldToIssuer(hub, session)),
    virtualCardId: session.virtualCardId ?? '',
  };
  const asked = await askIssuer(hub, { session, correlationId: sessions.idOf(session) }, call =>
    hub.issuerBackend.getIDnVMethodList(call, request),
  );
  const { answer } = asked;
  if (answer.kind !== 'ANSWERED') return { found: false, session: asked.session, refusal: refusalOf(answer) };
  const { idvMethodList } = answer.message;
  return idvMethodList.length > 0
    ? { found: true, session: asked.session, idvMethods: offer(idvMethodList) }
    : { found: false, session: asked.session, refusal: noMethod };
}

const noMethod = {
  kind: 'TECHNICAL',
  code: 911,
  message: 'The issuer offers no verification method',
} as const;

/** The methods of a yellow enrolment. A token that nobody can verify is taken back. */
export async function fetchIdvMethods(
  hub: Hub,
  enrolment: Enrolment,
  answered: AnsweredMethods,
): Promise<Enrolment> {
  const fetched = await findIdvMethods(hub, enrolmentVerification, { session: enrolment, ...answered });
  if (fetched.found) {
    const { session, idvMethods } = fetched;
    return storeForDevice(hub, { ...session, idvMethods });
  }
  const { session, refusal } = fetched;
  const failed = ended(session, { outcome: 'FAILED', refusal, now: hub.clock.now() });
  const stored = await storeUnlessAged(hub, failed);
  await changeToken(hub, {
    virtualCardId: enrolment.virtualCardId ?? '',
    event: { type: 'DELETED', action: 'DELETE' },
    source: 'TSP',
    correlationId: enrolment.enrolmentId,
  });
  return stored;
}
