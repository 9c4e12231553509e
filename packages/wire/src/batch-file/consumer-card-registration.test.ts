import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readBySchema } from '../conformance.ts';
import { cardId, cardProductId, consumerId, consumerInfo, encryptedData, issuerId } from '../d1/examples.ts';
import { readMessage } from '../reading.ts';
import { ConsumerAndCardRegistration, ConsumerCardRegistrationHeader } from './consumer-card-registration.ts';
import { isBatchOperation } from './operations.ts';

const header = { batchId: 'B_1-x', seqNumber: '000012', issuerId, operation: 'CONSUMER_CARD_REGISTRATION' };

test('the header of a D1 batch file has narrower identifiers', () => {
  const wrong = {
    batchId: ['', 'B 1', 'B.1', 'x'.repeat(49)],
    seqNumber: ['', 'A1', '-1', '1'.repeat(49)],
    issuerId: ['NordBank1', 'NordBank001', 'NordBank.1'],
  };
  const reading = readMessage(ConsumerCardRegistrationHeader, header);
  assert.deepEqual(reading, { ok: true, message: header });
  for (const [member, values] of Object.entries(wrong)) {
    for (const value of values) {
      const refused = readMessage(ConsumerCardRegistrationHeader, { ...header, [member]: value });
      assert.deepEqual(refused, { ok: false, code: 112, parameter: member }, value);
    }
  }
});

test('what a batch file asks for is one of the known operations, and no member of all objects', () => {
  assert.ok(isBatchOperation('CONSUMER_CARD_REGISTRATION_WITH_DIGITAL_CARDS'));
  for (const name of ['constructor', 'consumer_card_registration', '']) assert.ok(!isBatchOperation(name));
});

describe('a record', () => {
  const card = { cardId, cardProductId, encryptedData };
  const request = { consumerId, personalInformation: consumerInfo, card };
  const read = (changed: object) =>
    readBySchema(
      ConsumerAndCardRegistration,
      { rowId: '1', consumerAndCardRegistrationRequest: { ...request, ...changed } },
      'exact',
    );

  test('needs no more than the consumer and the card', () => {
    assert.ok(read({}).ok);
    const registration = { consumerId, card };
    assert.deepEqual(read({ personalInformation: undefined, more: 1 }), {
      ok: true,
      message: { consumerAndCardRegistrationRequest: registration },
    });
  });

  const faults: Record<string, [changed: object, fault: string, parameter: string]> = {
    'without consumer': [{ consumerId: undefined }, 'missing', 'consumerId'],
    'without card': [{ card: undefined }, 'missing', 'card'],
    'without envelope': [{ card: { cardId, cardProductId } }, 'missing', 'card.encryptedData'],
    'with a card number for its card': [
      { card: { ...card, cardId: '4111 1111 1111 1111' } },
      'malformed',
      'card.cardId',
    ],
    'with a state that no card begins in': [
      { card: { ...card, state: 'DELETED' } },
      'not-allowed',
      'card.state',
    ],
    'with a language that is none': [
      { personalInformation: { language: 'english' } },
      'malformed',
      'personalInformation.language',
    ],
    'with what is not to be known of a person': [
      { personalInformation: { shoeSize: 43 } },
      'malformed',
      'personalInformation.shoeSize',
    ],
  };
  for (const [what, [changed, fault, parameter]] of Object.entries(faults)) {
    test(`${what} is refused`, () => {
      assert.deepEqual(read(changed), {
        ok: false,
        fault,
        parameter: `consumerAndCardRegistrationRequest.${parameter}`,
      });
    });
  }
});
