import Type from 'typebox';
import { oneOf } from '../../../issuer-gateway/data/element.ts';

/** Which product of the network a call is about. */
export const Intent = Type.Object({
  type: oneOf(['PRODUCT_CODE'], 'How the product is named.'),
  value: oneOf(['CLICK_TO_PAY'], 'The product.'),
});

export const clickToPay = { type: 'PRODUCT_CODE', value: 'CLICK_TO_PAY' } as const;
