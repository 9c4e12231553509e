import { D1CallRefusal, type GetConsumerInformation } from '@countermark/issuer-kit';
import { cardholderOf } from '../bank/cardholders.ts';

/** Who is this consumer, whose data the hub does not store? */
export const getConsumerInformation: GetConsumerInformation = async ({ consumerId }) => {
  const cardholder = await cardholderOf(consumerId);
  if (cardholder === undefined) return new D1CallRefusal(404, 'consumerId');
  const { firstName, lastName, language, email, mobile, address } = cardholder;
  return { firstName, lastName, language, email, mobilePhoneNumber: mobile, billingAddress: address };
};
