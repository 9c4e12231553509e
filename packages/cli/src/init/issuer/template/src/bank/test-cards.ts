/** How a card ends that its holder types into a wallet. */
export type Decision =
  /** Approved at once. */
  | 'green'
  /** Approved when the holder has proved to be one; how is said with the decision. */
  | 'yellow'
  /** The same; how is said when the hub asks for it. */
  | 'yellow-without-list'
  /** Declined. */
  | 'red';

export interface Card {
  /** Never made from the number: it travels in the clear. */
  reference: string;
  productId: string;
  consumerId: string;
  pan: string;
  /** `MMYY` */
  exp: string;
  cvv: string;
  decision: Decision;
  /** Cards that are not in good standing are not eligible. */
  standing: 'good' | 'suspended' | 'revoked';
  /** Of a cobadged card: the reference of its domestic application. */
  domesticReference?: string;
}

const usual = { productId: 'DEBIT', exp: '1230', cvv: '123', standing: 'good' } as const;

/** Cards to try with, one for each decision. No real card has such a number. */
export const testCards: readonly Card[] = [
  { ...usual, reference: 'card-1', consumerId: 'alice', pan: '9990100900000010', decision: 'green' },
  { ...usual, reference: 'card-2', consumerId: 'alice', pan: '9990100900000028', decision: 'yellow' },
  {
    ...usual,
    reference: 'card-3',
    consumerId: 'bob',
    pan: '9990100900000036',
    decision: 'yellow-without-list',
  },
  { ...usual, reference: 'card-4', consumerId: 'bob', pan: '9990100900000044', decision: 'red' },
  {
    ...usual,
    reference: 'card-5',
    consumerId: 'bob',
    pan: '9990100900000051',
    decision: 'green',
    standing: 'suspended',
  },
  {
    ...usual,
    reference: 'card-6',
    consumerId: 'bob',
    pan: '9990100900000069',
    decision: 'green',
    standing: 'revoked',
  },
  {
    ...usual,
    reference: 'card-7',
    consumerId: 'alice',
    pan: '9990100900000077',
    decision: 'green',
    exp: '0120',
  },
  {
    ...usual,
    reference: 'card-8',
    consumerId: 'alice',
    pan: '9990101000000082',
    decision: 'green',
    domesticReference: 'card-9',
  },
  {
    ...usual,
    reference: 'card-9',
    consumerId: 'alice',
    pan: '9990101100000099',
    decision: 'green',
    productId: 'DOMESTIC',
  },
];
