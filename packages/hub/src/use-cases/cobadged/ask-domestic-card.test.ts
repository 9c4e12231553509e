import assert from 'node:assert/strict';
import { after, beforeEach, describe, test } from 'node:test';
import { luhnCheckDigit } from '@countermark/wire/card/pan';
import type { CardInfo } from '@countermark/wire/issuer-gateway/plaintext/card-info';
import type { RequestCoBadgeDigitizationResponse } from '@countermark/wire/issuer-gateway-auxiliary/request-co-badge-digitization';
import type { Enrolment } from '../../core/enrolment.ts';
import type { IssuerAnswer } from '../../ports/issuer-backend.ts';
import { aCard, anEnrolment, aProduct, id } from '../../store/test-objects.ts';
import { openHubOnStore } from '../hub-on-store.fixture.ts';
import { askDomesticCard } from './ask-domestic-card.ts';

const { hub, store, reset } = await openHubOnStore();
after(() => store.close());

type Answer = IssuerAnswer<RequestCoBadgeDigitizationResponse>;

const pan = (prefix: string) => {
  const body = prefix.padEnd(15, '0');
  return body + luhnCheckDigit(body);
};
const international = pan('999010');
const domestic = pan('999020');
const primaryToken = {
  virtualCardId: id(1001),
  cardId: aCard().cardId,
  walletVirtualCardId: 'dpan-1',
  correlationId: id(2001),
};
const asking = anEnrolment({
  enrolmentId: id(2002),
  primaryToken,
  productId: 'domestic',
  step: 'DIGITIZATION_ASKED',
  issuerWait: 0,
});

beforeEach(async () => {
  await reset();
  const panRanges = [{ prefix: '999020', panLength: 16 }];
  await store.products.save(aProduct({ productId: 'domestic', panRanges, tokenRanges: [] }));
  await store.enrolments.insert(asking);
});

/** What comes of the session when the issuer says this, and its envelope holds this card or does not open. */
async function outcomeOf(answer: Answer, card: CardInfo | null = null, session = asking): Promise<Enrolment> {
  return askDomesticCard(
    {
      ...hub,
      issuerBackend: { ...hub.issuerBackend, requestCoBadgeDigitization: async () => answer },
      envelopes: {
        ...hub.envelopes,
        openCardInfo: async () => (card ? { opened: true, cardInfo: card } : { opened: false }),
      },
    },
    session,
  );
}

const answered: Answer = {
  kind: 'ANSWERED',
  message: { issuerCardRefId: 'DOMESTIC-1', cipheredCardInfo: 'MIIB', productId: 'local' },
};
const failed = (status: number | null): Answer => ({
  kind: 'FAILED',
  status,
  reason: 'test',
  retryAfter: null,
});

describe('the issuer is asked for the domestic card', () => {
  test('the session goes on with the card it gave; a security code is let go of', async () => {
    const next = await outcomeOf(answered, { fpan: domestic, exp: '1231', cvv: '123' });
    assert.equal(next.step, 'DIGITIZATION_ASKED');
    assert.deepEqual(
      [next.issuerCardRefId, next.issuerProductId, next.lastDigits],
      ['DOMESTIC-1', 'local', domestic.slice(-4)],
    );
    const { panFingerprint, cipheredCardInfo, authenticationValue } = next.cardData ?? assert.fail('no card');
    assert.deepEqual(
      [panFingerprint, cipheredCardInfo, authenticationValue],
      [hub.vault.fingerprint('pan', domestic), null, null],
    );
  });

  test('the international number is a good answer, too', async () => {
    const next = await outcomeOf(answered, { fpan: international });
    assert.deepEqual([next.step, next.lastDigits], ['DIGITIZATION_ASKED', international.slice(-4)]);
  });

  test('an issuer without the question: the session goes on as it was', async () => {
    const next = await outcomeOf(failed(404));
    assert.deepEqual({ ...next, issuerWait: 0 }, asking);
  });

  const useless: [string, CardInfo | null][] = [
    ['that does not open', null],
    ['with a number that is none', { fpan: '9990200000000001' }],
    ["with a card of nobody's product", { fpan: pan('999030') }],
  ];
  for (const [what, card] of useless) {
    test(`an answer ${what} ends the session as a fault`, async () => {
      const { step, outcome, refusal, cardData } = await outcomeOf(answered, card);
      assert.deepEqual([step, outcome, refusal?.code, cardData], ['ENDED', 'FAILED', 911, null]);
      assert.equal((await store.enrolments.find(asking.enrolmentId))?.outcome, 'FAILED');
    });
  }

  for (const status of [null, 401, 403, 405, 500, 503]) {
    test(`HTTP ${status ?? 'without an answer'} ends the session as a fault`, async () => {
      const { outcome, refusal } = await outcomeOf(failed(status));
      assert.deepEqual([outcome, refusal?.kind, refusal?.code], ['FAILED', 'TECHNICAL', 921]);
    });
  }

  test('nothing left of the time for waiting: nobody is asked', async () => {
    const { outcome } = await outcomeOf(answered, { fpan: domestic }, { ...asking, issuerWait: 20_000 });
    assert.equal(outcome, 'FAILED');
  });

  test('a session that ageing ended meanwhile stays ended', async () => {
    await store.enrolments.save({ ...asking, step: 'ENDED', outcome: 'EXPIRED' });
    const { outcome } = await outcomeOf(failed(500));
    assert.equal(outcome, 'EXPIRED');
  });
});
