import type { IdvMethod } from '@countermark/wire/issuer-gateway/data/idv-method';
import { type Enrolment, ended, type Refusal } from '../../core/enrolment.ts';
import type { IdvSession } from '../../core/idv-session.ts';
import type { Hub } from '../../ports/hub.ts';
import { storeForDevice, storeUnlessAged } from '../enrolment/enrolment-session.ts';
import { enrolmentVerification } from '../enrolment/enrolment-verification.ts';
import { issuerSideOf } from '../issuer-side/issuer-side-of.ts';
import { changeToken } from '../life-cycle/change-token.ts';
import { type IdvSessions, tokenOf } from './idv-sessions.ts';

/** The methods that came with a yellow decision, and which of a list are shown to the user. */
export interface AnsweredMethods {
  methods: readonly IdvMethod[];
  offer: (methods: readonly IdvMethod[]) => IdvMethod[];
}

/** Methods to choose from, or why there are none. */
export type FoundMethods<Session> =
  | { found: true; session: Session; idvMethods: IdvMethod[] }
  | { found: false; session: Session; refusal: Refusal };

/** The methods answered with the decision, else those that the issuer's side gives when asked. */
export async function findIdvMethods<Session extends IdvSession>(
  hub: Hub,
  sessions: IdvSessions<Session>,
  { session, methods, offer }: AnsweredMethods & { session: Session },
): Promise<FoundMethods<Session>> {
  if (methods.length > 0) return { found: true, session, idvMethods: offer(methods) };
  const token = await tokenOf(hub, session);
  const side = await issuerSideOf(hub, token);
  const listed = await side.listIdvMethods(hub, sessions, session);
  return listed.idvMethods.length > 0
    ? { found: true, session: listed.session, idvMethods: offer(listed.idvMethods) }
    : { found: false, session: listed.session, refusal: listed.refusal ?? noMethod };
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
