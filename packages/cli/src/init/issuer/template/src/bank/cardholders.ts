/** Somebody who has cards. In D1 a consumer. */
export interface Cardholder {
  consumerId: string;
  firstName: string;
  lastName: string;
  language: string;
  mobile: { countryCode: string; phoneNumber: string };
  email: string;
}

const testCardholders: readonly Cardholder[] = [
  {
    consumerId: 'alice',
    firstName: 'Alice',
    lastName: 'Alvarez',
    language: 'en-GB',
    mobile: { countryCode: '34', phoneNumber: '600000001' },
    email: 'alice@bank.example',
  },
  {
    consumerId: 'bob',
    firstName: 'Bob',
    lastName: 'Bauer',
    language: 'de-DE',
    mobile: { countryCode: '49', phoneNumber: '1510000002' },
    email: 'bob@bank.example',
  },
];

/** Ask your customer records here. `undefined`: there is nobody of this id. */
export async function cardholderOf(consumerId: string): Promise<Cardholder | undefined> {
  return testCardholders.find(cardholder => cardholder.consumerId === consumerId);
}
