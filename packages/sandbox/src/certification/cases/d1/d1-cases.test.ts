import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openBank } from '../../../reference-issuer/d1/d1-bank.fixture.ts';
import type { CertificationProfile } from '../../certification-profile.ts';
import { plansOf } from '../../certification-profile.ts';
import { runCertification } from '../../run-certification.ts';
import { d1Cases } from './d1-cases.ts';
import { type Defect, startD1Issuer } from './d1-issuer.fixture.ts';

let bench: Awaited<ReturnType<typeof startD1Issuer>>;

before(async () => {
  bench = await startD1Issuer();
});
after(() => bench.close());

function certify(profile: CertificationProfile, ids: readonly string[] = d1Cases.map(({ id }) => id)) {
  return runCertification({
    profile,
    cases: d1Cases.filter(({ id }) => ids.includes(id)),
    plans: plansOf(profile),
    load: { sessions: 0, concurrency: 1 },
    product: { name: 'Countermark', version: '0' },
    now: () => new Date(),
  });
}

test('ids are told once', () => {
  const ids = d1Cases.map(({ id }) => id);
  assert.deepEqual(ids, [...new Set(ids)]);
  for (const { id, needs = [] } of d1Cases) {
    for (const need of needs) assert.ok(ids.indexOf(need) < ids.indexOf(id), `${id} needs ${need}`);
  }
});

describe('the reference issuer passes', () => {
  test('with access tokens, told in the second version', async () => {
    const { verdict, cases, plans } = await certify(bench.profile);
    assert.deepEqual(
      cases.filter(({ outcome }) => outcome === 'FAILED').map(({ id, findings }) => ({ id, findings })),
      [],
    );
    assert.equal(verdict, 'PASSED');
    assert.deepEqual(plans, ['d1', 'click-to-pay']);
    assert.deepEqual(
      cases.flatMap(({ id, notApplicable }) => (notApplicable === null ? [] : [id])),
      ['D1-AUT-07', 'D1-VER-07'],
    );
  });

  test('without access tokens, told in the first version', async () => {
    const { d1 } = bench.profile;
    const { verdict, cases } = await certify({
      ...bench.profile,
      issuerId: openBank.issuerId,
      d1: { ...d1, oauth2: null, clickToPay: false, operations: ['notifyCardOperationV1'] },
    });
    assert.equal(verdict, 'PASSED');
    assert.deepEqual(
      [...new Set(cases.filter(({ outcome }) => outcome === 'PASSED').map(({ id }) => id.slice(0, 6)))],
      ['D1-TLS', 'D1-HDR', 'D1-NC1'],
    );
  });

  test('and no record of it holds a card number, code, token or secret', async () => {
    const result = JSON.stringify(await certify(bench.profile));
    const { cards, oauth2 } = bench.profile.d1;
    const secrets = [...cards.map(({ pan }) => pan), oauth2?.clientSecret ?? '', '98765432'];
    for (const secret of secrets) assert.ok(!result.includes(secret), secret.slice(0, 4));
  });
});

/** Calls whose path ends so. */
const at =
  (ending: string, defect: Defect): Defect =>
  (call, ask) =>
    call.path.endsWith(ending) ? defect(call, ask) : ask(call);

const refuse = (status: number) => async () => ({ status, body: '{"error":"no"}' });

/** Takes each notice once, and calls the second a conflict. */
function onceOnly(): Defect {
  const seen = new Set<string>();
  return async (call, ask) => {
    const told = JSON.stringify(
      JSON.parse(call.body).map(({ operationId, status }: Record<string, string>) => [operationId, status]),
    );
    if (seen.has(told)) return { status: 409, body: '{"error":"duplicate"}' };
    seen.add(told);
    return ask(call);
  };
}

const changeAnswer =
  (change: (body: Record<string, unknown>) => unknown): Defect =>
  async (call, ask) => {
    const { status, body } = await ask(call);
    return { status, body: status === 200 ? JSON.stringify(change(JSON.parse(body))) : body };
  };

const withoutSecret: Defect = async (call, ask) => {
  const [, encoded = ''] = call.headers['authorization']?.split(' ') ?? [];
  const [clientId] = Buffer.from(encoded, 'base64').toString().split(':');
  if (clientId === 'nobody') return ask(call);
  return ask({ ...call, headers: { ...call.headers, authorization: bench.rightAuthorization } });
};

const defects: Readonly<Record<string, { does: string; case: string; backend: () => Defect }>> = {
  'repeated-notice-refused': {
    does: 'calls a repeated notice a conflict',
    case: 'D1-NCA-03',
    backend: () => at('/cards', onceOnly()),
  },
  'unknown-member-refused': {
    does: 'validates notices against a closed schema',
    case: 'D1-NCA-06',
    backend: () =>
      at('/cards', (call, ask) => (call.body.includes('laterMember') ? refuse(400)() : ask(call))),
  },
  'several-notices-refused': {
    does: 'takes lists of one only',
    case: 'D1-NCA-02',
    backend: () =>
      at('/cards', (call, ask) => (JSON.parse(call.body).length > 1 ? refuse(400)() : ask(call))),
  },
  'credentials-not-checked': {
    does: 'gives tokens for any secret',
    case: 'D1-AUT-04',
    backend: () => at('/oauth2/token', withoutSecret),
  },
  'access-token-not-checked': {
    does: 'refuses calls without a token with 403',
    case: 'D1-AUT-05',
    backend: () => async (call, ask) => {
      const answer = await ask(call);
      return answer.status === 401 ? { ...answer, status: 403 } : answer;
    },
  },
  'lifetime-missing': {
    does: 'does not say how long a token is good',
    case: 'D1-AUT-03',
    backend: () =>
      at(
        '/oauth2/token',
        changeAnswer(({ expires_in: _, ...others }) => others),
      ),
  },
  'foreign-envelope-not-refused': {
    does: 'crashes on card data for another key',
    case: 'D1-VER-05',
    backend: () =>
      at('/credentials', async (call, ask) => {
        const answer = await ask(call);
        return answer.status === 400 ? { ...answer, status: 500 } : answer;
      }),
  },
  'security-code-misjudged': {
    does: 'takes any security code',
    case: 'D1-VER-02',
    backend: () =>
      at(
        '/credentials',
        changeAnswer(body => ({
          ...body,
          verificationResults: { card: { invalid: false }, securityCode: { valid: true } },
        })),
      ),
  },
  'not-compact': {
    does: 'hands card data out unsealed',
    case: 'D1-CRD-01',
    backend: () =>
      at(
        '/card-1/credentials',
        changeAnswer(() => ({ encryptedData: 'bm90IHNlYWxlZA' })),
      ),
  },
  'activation-not-idempotent': {
    does: 'activates a card once',
    case: 'D1-ACT-01',
    backend: () => {
      let asked = 0;
      return at('/activate', (call, ask) => (++asked > 1 ? refuse(403)() : ask(call)));
    },
  },
  'otp-not-delivered': {
    does: 'knows reasons with underscores only',
    case: 'D1-OTP-01',
    backend: () =>
      at('/otp', (call, ask) => (call.body.includes('DEVICE-BINDING') ? refuse(400)() : ask(call))),
  },
  'profile-incomplete': {
    does: 'has no billing address of its consumers',
    case: 'CTP-CON-01',
    backend: () => changeAnswer(({ billingAddress: _, ...others }) => others),
  },
};

describe('a backend that', () => {
  for (const [defect, { does, case: id, backend }] of Object.entries(defects)) {
    test(`${does} fails ${id} with ${defect}`, async () => {
      const profile = await bench.withDefect(backend());
      const needed = d1Cases.find(tried => tried.id === id)?.needs ?? [];
      const { cases } = await certify(profile, [...needed, id]);
      const findings = cases.map(tried => [tried.id, tried.findings.map(found => found.defect)]);
      assert.deepEqual(findings, [...needed.map(need => [need, []]), [id, [defect]]]);
    });
  }
});
