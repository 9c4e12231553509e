/** Somebody who has cards. In D1 a consumer. */
export interface Cardholder {
  consumerId: string;
  firstName: string;
  lastName: string;
  language: string;
  mobile: { countryCode: string; phoneNumber: string };
  email: string;
  /** Where bills go to. Click to Pay needs it. */
  address: { line1: string; city: string; zipCode: string; countryCode: string };
}

const testCardholders: readonly Cardholder[] = [
  {
    consumerId: 'alice',
    firstName: 'Alice',
    lastName: 'Alvarez',
    language: 'en-GB',
    mobile: { countryCode: '34', phoneNumber: '600000001' },
    email: 'alice@bank.example',
    address: { line1: 'Calle Mayor 1', city: 'Madrid', zipCode: '28013', countryCode: 'ES' },
  },
  {
    consumerId: 'bob',
    firstName: 'Bob',
    lastName: 'Bauer',
    language: 'de-DE',
    mobile: { countryCode: '49', phoneNumber: '1510000002' },
    email: 'bob@bank.example',
    address: { line1: 'Am Markt 2', city: 'Bremen', zipCode: '28195', countryCode: 'DE' },
  },
];

/** Ask your customer records here. `undefined`: there is nobody of this id. */
export async function cardholderOf(consumerId: string): Promise<Cardholder | undefined> {
  return testCardholders.find(cardholder => cardholder.consumerId === consumerId);
}
