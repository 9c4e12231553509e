import assert from 'node:assert/strict';
import { after, beforeEach, describe, test } from 'node:test';
import type { Address } from '@countermark/wire/d1/data/address';
import type { ConsumerInfo } from '@countermark/wire/d1/data/consumer-info';
import type { CardProduct } from '../../core/card-product.ts';
import { requestLifetime } from '../../core/click-to-pay.ts';
import { carryOutForProfile, claimDueProfiles } from '../../deadlines/click-to-pay-worker.ts';
import { somebodyWaitsIn } from '../../store/overlap.fixture.ts';
import { aRequestor } from '../../store/test-objects.ts';
import { removeCard } from '../cards/remove-card.ts';
import { approvesDirectory } from './approves-directory.ts';
import { optOutDeletedConsumer, optOutFormerCard, updateProfiles } from './cascades.ts';
import {
  address,
  answered,
  callOf,
  consumer,
  consumerInfo,
  enrolment,
  later,
  mastercardCard,
  openClickToPay,
  pending,
  secondCard,
  unavailable,
  visaCard,
  visaProduct,
} from './click-to-pay.fixture.ts';
import { enrolAutomatically } from './enrol-automatically.ts';
import { enrolCard } from './enrol-card.ts';
import { getProfiles } from './get-profiles.ts';
import { optOutCard } from './opt-out-card.ts';
import { optOutConsumer } from './opt-out-consumer.ts';
import { updateCard } from './update-card.ts';
import { updateConsumer } from './update-consumer.ts';

const clickToPay = await openClickToPay();
const { hub, store, time, visa, mastercard, issuer, work, operations } = clickToPay;
after(() => store.close());
beforeEach(() => clickToPay.reset());

const ofConsumer = { kind: 'CONSUMER', key: consumer.consumerKey } as const;
const card1 = { cardId: 'CARD-1' };
const consumer1 = { consumerId: consumer.consumerId };

const enrol = (parameters = card1, body: object = enrolment) => enrolCard(hub, callOf(parameters, body));
const profiles = () => getProfiles(hub, callOf(consumer1));

async function enrolled(): Promise<void> {
  await enrol();
  await work();
}

const refusal = (errorCode: string, error?: string) => ({
  ok: false,
  errorCode,
  ...(error !== undefined && { error }),
});

/** What the store still has to do, and of whom. */
async function openRequests(): Promise<number> {
  const states = await Promise.all(
    (['VISA', 'MASTERCARD'] as const).map(directory =>
      store.clickToPay.nextRequest({ consumerKey: consumer.consumerKey, directory }),
    ),
  );
  return states.filter(request => request !== null).length;
}

describe('enrolment', () => {
  test('the first card makes the profile, further ones are added to it', async () => {
    const first = await enrol();
    assert.ok(first.ok && first.body.status === 'PENDING');
    await work();
    assert.deepEqual(visa.asked, ['enrol']);
    assert.deepEqual(await operations(), ['CLICK_TO_PAY_ENROLMENT SUCCESSFUL']);
    await store.cards.insert(secondCard);
    await enrol({ cardId: 'CARD-2' });
    await work();
    assert.deepEqual(visa.asked, ['enrol', 'addCard']);
    const [profile] = visa.profiles.values();
    assert.equal(profile?.consumer.phone, '+4741234567');
    assert.deepEqual(
      profile?.cards.map(({ pan, expiry, cardholderName }) => [pan, expiry, cardholderName]),
      [
        ['4111111111111111', '1230', 'KARI NORDMANN'],
        ['4111111111111111', '1230', 'KARI NORDMANN'],
      ],
    );
  });

  test('the issuer is told of it as it begins and as it ends', async () => {
    await enrol();
    await work();
    const told = await store.deliveries.list({ issuerId: visaCard.issuerId, limit: 9 });
    assert.deepEqual(told.map(({ body }) => [body['operation'], body['status'], body['cardId']]).reverse(), [
      ['CLICK_TO_PAY_ENROLMENT', 'PENDING', 'CARD-1'],
      ['CLICK_TO_PAY_ENROLMENT', 'SUCCESSFUL', 'CARD-1'],
    ]);
  });

  test('a card that is enrolled already is not enrolled again', async () => {
    await enrolled();
    const again = await enrol();
    assert.ok(again.ok && again.body.status === 'SUCCESSFUL');
    await work();
    assert.deepEqual(visa.asked, ['enrol']);
  });

  test('a card that is refused ends FAILED, and the profile stays, for another card to be added', async () => {
    const refused = [{ externalCardId: visaCard.cardId, reason: 'VIDC-2004' }];
    visa.answers.push({ status: 'FAILED', consumer: 'TAKEN', refused });
    await enrolled();
    assert.deepEqual(await operations(), ['CLICK_TO_PAY_ENROLMENT FAILED SCHEME_REFUSED VIDC-2004']);
    assert.equal(await store.clickToPay.enrolment(visaCard.cardId), null);
    await enrolled();
    assert.deepEqual(visa.asked, ['enrol', 'addCard']);
  });

  test('a consumer who is refused has no profile', async () => {
    visa.answers.push({
      status: 'FAILED',
      consumer: 'REFUSED',
      refused: [{ externalCardId: null, reason: 'VIDC-2003' }],
    });
    await enrolled();
    assert.deepEqual(await operations(), ['CLICK_TO_PAY_ENROLMENT FAILED SCHEME_REFUSED VIDC-2003']);
    await enrolled();
    assert.deepEqual(visa.asked, ['enrol', 'enrol']);
  });

  test('each network has its directory', async () => {
    await store.cards.insert(mastercardCard);
    const { cardholderName: _, ...unnamed } = enrolment;
    await enrol({ cardId: 'CARD-3' }, unnamed);
    await work('VISA');
    await work('MASTERCARD');
    assert.deepEqual([visa.asked, mastercard.asked], [[], ['enrol']]);
  });

  test('what cannot be enrolled is refused, and nothing changes', async () => {
    const refuses = async (expected: object, parameters = card1, body: object = enrolment) => {
      assert.deepEqual(await enrol(parameters, body), expected);
      assert.deepEqual(await operations(), []);
      assert.equal(await openRequests(), 0);
    };
    await refuses(refusal('CARD_NOT_FOUND'), { cardId: 'NONE' });
    const { cardholderName: _, ...unnamed } = enrolment;
    await refuses(refusal('FIELD_INVALID_FORMAT', 'cardholderName'), card1, unnamed);
    await store.cards.save({ ...visaCard, state: 'INACTIVE' });
    await refuses(refusal('INVALID_STATE'));
    await store.cards.save({ ...visaCard, state: 'DELETED' });
    await refuses(refusal('INVALID_STATE'));
    await store.cards.save({ ...visaCard, holder: null });
    await refuses(refusal('INVALID_STATE'));
    await store.cards.save(visaCard);
    await store.consumers.save({ ...consumer, state: 'DELETED' });
    await refuses(refusal('INVALID_STATE'));
    await store.consumers.save(consumer);
    await store.products.save({ ...visaProduct, d1: { ...d1, services: ['TOKENIZATION'] } });
    await refuses(refusal('CARD_PRODUCT_NOT_ALLOWED'));
    await store.products.save({ ...visaProduct, scheme: 'DOMESTIC' });
    await refuses(refusal('CARD_PRODUCT_NOT_ALLOWED'));
  });

  test('a card suspended in the meantime is not enrolled', async () => {
    await enrol();
    await store.cards.save({ ...visaCard, state: 'INACTIVE' });
    await work();
    assert.deepEqual(await operations(), ['CLICK_TO_PAY_ENROLMENT FAILED INVALID_STATE']);
    assert.deepEqual(visa.asked, []);
  });
});

const d1 = visaProduct.d1 as NonNullable<typeof visaProduct.d1>;

describe('what is missing', () => {
  const withoutConsumer = { cardholderName: 'KARI NORDMANN', billingAddress: address };

  test('is asked from the issuer', async () => {
    issuer.answer = answered(consumerInfo);
    await enrol(card1, withoutConsumer);
    await work();
    assert.deepEqual([issuer.asked, visa.asked], [['consumer-1'], ['enrol']]);
    assert.deepEqual(await operations(), ['CLICK_TO_PAY_ENROLMENT SUCCESSFUL']);
  });

  test('is not asked where it is registered', async () => {
    const sealedPersonalInformation = hub.vault.seal(
      { table: 'consumer', column: 'personalInformation', rowId: consumer.consumerKey },
      JSON.stringify(consumerInfo),
    );
    await store.consumers.save({ ...consumer, sealedPersonalInformation });
    await enrol(card1, withoutConsumer);
    await work();
    assert.deepEqual([issuer.asked, visa.asked], [[], ['enrol']]);
  });

  test('and that nobody knows makes the operation fail, and the directory is not asked', async () => {
    const { email: _, ...unreachable } = consumerInfo;
    issuer.answer = answered(unreachable);
    await enrol(card1, withoutConsumer);
    await work();
    assert.deepEqual(await operations(), [
      'CLICK_TO_PAY_ENROLMENT FAILED FIELD_INVALID_FORMAT consumerInfo.email',
    ]);
    assert.deepEqual(visa.asked, []);
  });

  test('is asked again while the issuer does not answer, and not when it refuses', async () => {
    issuer.answer = { kind: 'FAILED', status: 503, reason: 'answered with HTTP 503', retryAfter: null };
    await enrol(card1, withoutConsumer);
    await work();
    assert.equal(await openRequests(), 1);
    time.now = later(2);
    issuer.answer = { kind: 'REFUSED', status: 404, errorCode: 'CONSUMER_NOT_FOUND', error: null };
    await work();
    assert.deepEqual(issuer.asked.length, 2);
    assert.deepEqual(await operations(), ['CLICK_TO_PAY_ENROLMENT FAILED ISSUER_REFUSED CONSUMER_NOT_FOUND']);
  });

  test('but a country that there is not is not asked for', async () => {
    await enrol(card1, { ...enrolment, billingAddress: { ...address, countryCode: 'ZZ' } });
    await work();
    assert.deepEqual(issuer.asked, []);
    assert.deepEqual(await operations(), [
      'CLICK_TO_PAY_ENROLMENT FAILED FIELD_INVALID_VALUE billingAddress.countryCode',
    ]);
  });
});

describe('a directory that takes its time', () => {
  test('is polled after 2, 4, 8 s ... until it has an outcome', async () => {
    visa.answers.push(pending('t1'), pending('t1'), pending('t1'));
    await enrolled();
    for (const seconds of [1, 2, 5, 6, 13, 14]) {
      time.now = later(seconds);
      await work();
    }
    assert.deepEqual(visa.asked, ['enrol', 'poll t1', 'poll t1', 'poll t1']);
    assert.deepEqual(await operations(), ['CLICK_TO_PAY_ENROLMENT SUCCESSFUL']);
  });

  test('is given up after 15 minutes, and looked at before anything else is asked', async () => {
    visa.answers.push(...Array.from({ length: 40 }, () => pending('t1')));
    await enrolled();
    for (let seconds = 2; seconds <= requestLifetime / 1000; seconds += 2) {
      time.now = later(seconds);
      await work();
    }
    assert.deepEqual(await operations(), ['CLICK_TO_PAY_ENROLMENT FAILED SCHEME_UNAVAILABLE']);
    assert.equal(await openRequests(), 0);
    Object.assign(visa, { asked: [], answers: [] });
    const { consumerKey: externalConsumerId } = consumer;
    visa.profiles.set(externalConsumerId, { consumer: { externalConsumerId } as never, cards: [] });
    await enrolled();
    assert.deepEqual(visa.asked, ['profile', 'addCard']);
  });

  test('or is down is asked again; what it did unseen is not done twice', async () => {
    visa.before = async () => {
      visa.before = async () => undefined;
      visa.profiles.set(consumer.consumerKey, {
        consumer: { externalConsumerId: consumer.consumerKey } as never,
        cards: [{ externalCardId: visaCard.cardId } as never],
      });
      visa.answers.push(unavailable);
    };
    await enrolled();
    assert.deepEqual(await operations(), ['CLICK_TO_PAY_ENROLMENT PENDING']);
    time.now = later(2);
    await work();
    assert.deepEqual(visa.asked, ['enrol', 'profile']);
    assert.deepEqual(await operations(), ['CLICK_TO_PAY_ENROLMENT SUCCESSFUL']);
  });

  test('for ever makes the operation fail after 15 minutes', async () => {
    visa.isDown = true;
    visa.answers.push(unavailable);
    await enrolled();
    for (let seconds = 2; seconds <= 900; seconds += 2) {
      time.now = later(seconds);
      await work();
    }
    assert.deepEqual(await operations(), ['CLICK_TO_PAY_ENROLMENT FAILED SCHEME_UNAVAILABLE']);
  });

  test('may have done what was asked, though the card is not to be enrolled any more: an opt-out reaches it', async () => {
    visa.before = async () => {
      visa.before = async () => undefined;
      visa.answers.push(unavailable);
    };
    await enrolled();
    await store.cards.save({ ...visaCard, state: 'DELETED' });
    await store.transaction(tx => optOutFormerCard(hub, tx, visaCard));
    time.now = later(2);
    await work();
    assert.deepEqual(visa.asked, ['enrol', 'removeCard']);
    assert.deepEqual(await operations(), [
      'CLICK_TO_PAY_OPT_OUT SUCCESSFUL',
      'CLICK_TO_PAY_ENROLMENT FAILED INVALID_STATE',
    ]);
    assert.equal(await store.clickToPay.enrolment(visaCard.cardId), null);
  });

  test('with a removal is looked at before a card is added again', async () => {
    for (const [optOut, leaves] of [
      [() => optOutConsumer(hub, callOf(consumer1)), () => visa.profiles.clear()],
      [() => optOutCard(hub, callOf(card1)), () => undefined],
    ] as const) {
      await clickToPay.reset();
      time.now = later(0);
      await enrolled();
      await optOut();
      time.now = later(901);
      await work();
      leaves();
      visa.asked = [];
      await enrolled();
      assert.equal(visa.asked[0], 'profile');
      const [profile] = visa.profiles.values();
      assert.deepEqual(
        profile?.cards.map(({ externalCardId }) => externalCardId),
        [visaCard.cardId],
      );
    }
  });

  test('while nobody worked, is not asked with data whose time is over', async () => {
    await enrol();
    time.now = later(901);
    await work();
    assert.deepEqual(visa.asked, []);
    assert.deepEqual(await operations(), ['CLICK_TO_PAY_ENROLMENT FAILED SCHEME_UNAVAILABLE']);
  });
});

describe('workers', () => {
  test('never ask for one consumer twice at once, and keep the order', async () => {
    await enrolled();
    await updateCard(hub, callOf(card1, { billingAddress: { ...address, line1: 'Havnegata 7' } }));
    await updateConsumer(hub, callOf(consumer1, { consumerInfo }));
    await optOutCard(hub, callOf(card1));
    const gate = Promise.withResolvers<void>();
    visa.before = () => gate.promise;
    const claims = await claimDueProfiles(hub, 'VISA', new Set());
    const first = claims.map(claim => carryOutForProfile(hub, claim));
    assert.deepEqual(await claimDueProfiles(hub, 'VISA', new Set()), []);
    gate.resolve();
    await Promise.all(first);
    await Promise.all([work(), work()]);
    assert.deepEqual(visa.asked, ['enrol', 'updateCards', 'profile', 'updateConsumer', 'removeCard']);
    assert.equal(visa.mostAtOnce, 1);
  });

  test('that die leave their work to others, who look first', async () => {
    await enrol();
    const died = new Error('killed');
    visa.before = async () => {
      throw died;
    };
    await assert.rejects(work(), died);
    visa.before = async () => undefined;
    await work();
    assert.equal((await operations())[0], 'CLICK_TO_PAY_ENROLMENT PENDING');
    time.now = later(120);
    await work();
    assert.deepEqual(visa.asked, ['enrol', 'profile', 'enrol']);
    assert.deepEqual(await operations(), ['CLICK_TO_PAY_ENROLMENT SUCCESSFUL']);
  });

  test('that were given up for dead change nothing any more', async () => {
    await enrol();
    const gate = Promise.withResolvers<void>();
    visa.before = () => gate.promise;
    const [slow] = await claimDueProfiles(hub, 'VISA', new Set());
    assert.ok(slow);
    const slowWork = carryOutForProfile(hub, slow);
    while (visa.asked.length === 0) await new Promise(setImmediate);
    visa.before = async () => undefined;
    time.now = later(120);
    await work();
    visa.answers.push({ status: 'FAILED', consumer: 'REFUSED', refused: [] });
    gate.resolve();
    await slowWork;
    assert.deepEqual(await operations(), ['CLICK_TO_PAY_ENROLMENT SUCCESSFUL']);
    assert.equal((await store.clickToPay.enrolment(visaCard.cardId))?.state, 'ENROLLED');
  });

  test('let a call that holds the card get on with the profile', async t => {
    if (store.engine !== 'postgresql') return t.skip('one connection: nobody waits for a lock');
    await enrol();
    const answer = Promise.withResolvers<void>();
    visa.before = () => answer.promise;
    const [claim] = await claimDueProfiles(hub, 'VISA', new Set());
    assert.ok(claim);
    const worked = carryOutForProfile(hub, claim);
    while (visa.asked.length === 0) await new Promise(setImmediate);
    const [isTold, goesOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const deleted = store.transaction(async tx => {
      const card = await tx.cards.lock(visaCard.cardId);
      assert.ok(card);
      await removeCard(hub, tx, { card, why: { reason: null, reasonCode: null, issuerRequestId: 'call-2' } });
      isTold.resolve();
      await goesOn.promise;
      await optOutFormerCard(hub, tx, card);
    });
    await isTold.promise;
    answer.resolve();
    await somebodyWaitsIn(store);
    goesOn.resolve();
    await Promise.all([deleted, worked]);
    await work();
    assert.deepEqual(await operations(), [
      'CLICK_TO_PAY_OPT_OUT SUCCESSFUL',
      'DELETE SUCCESSFUL',
      'CLICK_TO_PAY_ENROLMENT SUCCESSFUL',
    ]);
  });

  test('of several consumers do not wait for each other', async () => {
    const other = { ...consumer, consumerKey: '0190-other', consumerId: 'consumer-2' };
    await store.consumers.insert(other);
    await store.cards.insert({
      ...secondCard,
      holder: { consumerKey: other.consumerKey, consumerId: other.consumerId },
    });
    await enrol();
    await enrol({ cardId: 'CARD-2' });
    const gate = Promise.withResolvers<void>();
    visa.before = () => gate.promise;
    const claims = await claimDueProfiles(hub, 'VISA', new Set());
    const ends = claims.map(claim => carryOutForProfile(hub, claim));
    while (visa.asked.length < 2) await new Promise(setImmediate);
    gate.resolve();
    await Promise.all(ends);
    assert.deepEqual(visa.asked, ['enrol', 'enrol']);
  });
});

describe('updates', () => {
  test('of a card change what the directory shows of it', async () => {
    await enrolled();
    const moved = { ...address, line1: 'Havnegata 7' };
    await updateCard(hub, callOf(card1, { billingAddress: moved, cardholderName: 'KARI N' }));
    await work();
    const card = visa.profiles.get(consumer.consumerKey)?.cards[0];
    assert.deepEqual([card?.billingAddress.line1, card?.cardholderName], ['Havnegata 7', 'KARI N']);
    assert.deepEqual((await operations())[0], 'CLICK_TO_PAY_UPDATE SUCCESSFUL');
  });

  test('of a consumer reach every directory, and end when the last one has them', async () => {
    await enrolled();
    await store.cards.insert(mastercardCard);
    await enrol({ cardId: 'CARD-3' });
    await work('MASTERCARD');
    const renamed = { ...consumerInfo, lastName: 'Hansen' };
    const billingAddress = { ...address, line1: 'Havnegata 7' };
    await updateConsumer(hub, callOf(consumer1, { consumerInfo: renamed, billingAddress }));
    await work('VISA');
    assert.deepEqual(await operations(ofConsumer), ['CLICK_TO_PAY_UPDATE PENDING']);
    await work('MASTERCARD');
    assert.deepEqual(await operations(ofConsumer), ['CLICK_TO_PAY_UPDATE SUCCESSFUL']);
    for (const directory of [visa, mastercard]) {
      const profile = directory.profiles.get(consumer.consumerKey);
      assert.equal(profile?.consumer.lastName, 'Hansen');
      assert.equal(profile?.cards[0]?.billingAddress.line1, 'Havnegata 7');
    }
  });

  test('that one directory refuses have failed, whatever the other one says', async () => {
    await enrolled();
    await store.cards.insert(mastercardCard);
    await enrol({ cardId: 'CARD-3' });
    await work('MASTERCARD');
    visa.answers.push({
      status: 'FAILED',
      consumer: 'REFUSED',
      refused: [{ externalCardId: null, reason: 'VIDC-1000' }],
    });
    await updateConsumer(hub, callOf(consumer1, { consumerInfo }));
    await work('VISA');
    await work('MASTERCARD');
    assert.deepEqual(await operations(ofConsumer), ['CLICK_TO_PAY_UPDATE FAILED SCHEME_REFUSED VIDC-1000']);
  });

  test('of what is not enrolled are refused', async () => {
    const none = refusal('CLICK_TO_PAY_PROFILE_NOT_FOUND');
    assert.deepEqual(await updateCard(hub, callOf(card1, { billingAddress: address })), none);
    assert.deepEqual(await updateConsumer(hub, callOf(consumer1, { consumerInfo })), none);
    assert.deepEqual(
      await updateConsumer(hub, callOf({ consumerId: 'nobody' }, { consumerInfo })),
      refusal('CONSUMER_NOT_FOUND'),
    );
    await store.consumers.save({ ...consumer, state: 'DELETED' });
    assert.deepEqual(
      await updateConsumer(hub, callOf(consumer1, { consumerInfo })),
      refusal('INVALID_STATE'),
    );
  });
});

describe('opting out', () => {
  test('a card leaves the directory, and may come back', async () => {
    await enrolled();
    await optOutCard(hub, callOf(card1));
    assert.deepEqual(await optOutCard(hub, callOf(card1)), refusal('CLICK_TO_PAY_PROFILE_NOT_FOUND'));
    await work();
    assert.deepEqual(visa.profiles.get(consumer.consumerKey)?.cards, []);
    assert.equal(await store.clickToPay.enrolment(visaCard.cardId), null);
    await enrolled();
    assert.equal(visa.profiles.get(consumer.consumerKey)?.cards.length, 1);
    assert.deepEqual(await operations(), [
      'CLICK_TO_PAY_ENROLMENT SUCCESSFUL',
      'CLICK_TO_PAY_OPT_OUT SUCCESSFUL',
      'CLICK_TO_PAY_ENROLMENT SUCCESSFUL',
    ]);
  });

  test('a card asked for again before it left is there in the end', async () => {
    await enrolled();
    await optOutCard(hub, callOf(card1));
    const again = await enrol();
    assert.ok(again.ok && again.body.status === 'PENDING');
    await work();
    assert.deepEqual(visa.asked, ['enrol', 'removeCard', 'addCard']);
    assert.equal((await store.clickToPay.enrolment(visaCard.cardId))?.state, 'ENROLLED');
  });

  test('a consumer leaves every directory with all cards', async () => {
    await enrolled();
    await store.cards.insert(mastercardCard);
    await enrol({ cardId: 'CARD-3' });
    await work('MASTERCARD');
    await optOutConsumer(hub, callOf(consumer1));
    await work('VISA');
    await work('MASTERCARD');
    assert.deepEqual([visa.profiles.size, mastercard.profiles.size], [0, 0]);
    assert.deepEqual(await operations(ofConsumer), ['CLICK_TO_PAY_OPT_OUT SUCCESSFUL']);
    assert.deepEqual(await optOutConsumer(hub, callOf(consumer1)), refusal('CLICK_TO_PAY_PROFILE_NOT_FOUND'));
    const left = await Promise.all(
      [visaCard, mastercardCard].map(({ cardId }) => store.clickToPay.enrolment(cardId)),
    );
    assert.deepEqual(left, [null, null]);
  });
});

describe('profiles', () => {
  test('are those of every directory, with the digital card of each card', async () => {
    await enrolled();
    await store.requestors.save(aRequestor({ requestorId: 'visa' }));
    const token = await clickToPay.give({
      cardId: visaCard.cardId,
      productId: visaProduct.productId,
      requestorId: 'visa',
      tokenRequestorId: '40010075338',
      tokenType: 'CARD_ON_FILE',
      tokenStorageId: null,
    });
    assert.deepEqual(await profiles(), {
      ok: true,
      body: {
        clickToPayProfiles: [
          {
            scheme: 'VISA',
            consumerInfo,
            cards: [
              {
                cardId: 'CARD-1',
                last4: '1111',
                expiryDate: '1230',
                cardholderName: 'KARI NORDMANN',
                billingAddress: address,
                digitalCardId: token.virtualCardId,
                state: 'ACTIVE',
              },
            ],
          },
        ],
      },
    });
  });

  test('of a consumer who is not enrolled are none; of nobody there are not', async () => {
    assert.deepEqual(await profiles(), { ok: true, body: { clickToPayProfiles: [] } });
    assert.deepEqual(await getProfiles(hub, callOf({ consumerId: 'nobody' })), refusal('CONSUMER_NOT_FOUND'));
  });

  test('are none at all while one directory does not answer', async () => {
    await enrolled();
    await store.cards.insert(mastercardCard);
    await enrol({ cardId: 'CARD-3' });
    await work('MASTERCARD');
    mastercard.isDown = true;
    assert.deepEqual(await profiles(), refusal('INTERNAL_ERROR'));
  });
});

describe('auto-enrolment', () => {
  const automatic = { ...visaProduct, d1: { ...d1, autoEnrolment: true } };
  const registered = (card = visaCard, product: CardProduct = automatic) =>
    store.transaction(tx => enrolAutomatically(hub, tx, { card, product, askedBy: {} }));

  test('enrols with what the issuer says when it is asked', async () => {
    issuer.answer = answered({ ...consumerInfo, residencyAddress: address });
    await registered();
    await work();
    assert.deepEqual(await operations(), ['CLICK_TO_PAY_ENROLMENT SUCCESSFUL']);
    assert.equal(visa.profiles.get(consumer.consumerKey)?.cards[0]?.cardholderName, 'Kari Nordmann');
  });

  test('fails where data are missing', async () => {
    issuer.answer = answered(consumerInfo);
    await registered();
    await work();
    assert.deepEqual(await operations(), [
      'CLICK_TO_PAY_ENROLMENT FAILED FIELD_INVALID_FORMAT billingAddress',
    ]);
  });

  test('is not for other products, nor for cards that are not in use', async () => {
    await registered(visaCard, visaProduct);
    await registered({ ...visaCard, state: 'INACTIVE' });
    await registered({ ...visaCard, holder: null });
    assert.deepEqual([await operations(), await openRequests()], [[], 0]);
  });
});

describe('cascade', () => {
  test('a deleted card leaves its directory; one that was never there changes nothing', async () => {
    await store.transaction(tx => optOutFormerCard(hub, tx, visaCard));
    assert.deepEqual(await operations(), []);
    await enrolled();
    await store.cards.save({ ...visaCard, state: 'DELETED' });
    await store.transaction(tx => optOutFormerCard(hub, tx, visaCard));
    await work();
    assert.deepEqual(visa.profiles.get(consumer.consumerKey)?.cards, []);
    assert.equal((await operations())[0], 'CLICK_TO_PAY_OPT_OUT SUCCESSFUL');
  });

  test('a deleted consumer leaves every directory', async () => {
    await enrolled();
    await store.consumers.save({ ...consumer, state: 'DELETED' });
    await store.transaction(tx => optOutDeletedConsumer(hub, tx, consumer));
    await work();
    assert.equal(visa.profiles.size, 0);
  });

  test('a consumer who is registered in full and enrolled is updated', async () => {
    const update = (personalInformation: ConsumerInfo, billingAddress: Address | null = null) =>
      store.transaction(tx => updateProfiles(hub, tx, { consumer, personalInformation, billingAddress }));
    await update(consumerInfo);
    assert.deepEqual(await operations(ofConsumer), []);
    await enrolled();
    const { email: _, ...incomplete } = consumerInfo;
    await update(incomplete);
    assert.deepEqual(await operations(ofConsumer), []);
    await update({ ...consumerInfo, firstName: 'Karin' }, { ...address, line1: 'Nygata 3' });
    await work();
    const profile = visa.profiles.get(consumer.consumerKey);
    assert.deepEqual(
      [profile?.consumer.firstName, profile?.cards[0]?.billingAddress.line1],
      ['Karin', 'Nygata 3'],
    );
  });

  test('without an address, cards keep theirs, and the consumer stays in the country', async () => {
    await enrolled();
    const elsewhere = { line1: 'Main Street 1', zipCode: '10001', countryCode: 'US' };
    const told = { firstName: 'Karin', language: 'en-US', billingAddress: elsewhere };
    const personalInformation = { ...consumerInfo, ...told };
    await store.transaction(tx =>
      updateProfiles(hub, tx, { consumer, personalInformation, billingAddress: null }),
    );
    await work();
    const profile = visa.profiles.get(consumer.consumerKey);
    assert.deepEqual(
      [profile?.consumer.firstName, profile?.consumer.country, profile?.cards[0]?.billingAddress.line1],
      ['Karin', address.countryCode, address.line1],
    );
  });
});

describe("the directory's own request for a token", () => {
  const approves = (tokenRequestorId: string, card = visaCard) =>
    approvesDirectory(hub, { product: visaProduct, card, tokenRequestorId });

  test('is approved while the card is enrolled or about to be, and ACTIVE', async () => {
    assert.equal(await approves('40010075338'), false);
    await enrol();
    assert.equal(await approves('40010075338'), true);
    assert.equal(await approves('50123197928'), false);
    assert.equal(await approves('40010030273'), false);
    assert.equal(await approves('40010075338', { ...visaCard, state: 'INACTIVE' }), false);
    await work();
    assert.equal(await approves('40010075338'), true);
    await optOutCard(hub, callOf(card1));
    assert.equal(await approves('40010075338'), false);
  });
});
