import { isJsonObject } from '@countermark/wire/annotated-schema';
import type { CardCredentials } from '@countermark/wire/d1/plaintext/card-credentials';

/** A body whose card data are in the clear: they are sealed on the way. */
export type InClear<Body> = Body extends readonly (infer Item)[]
  ? InClear<Item>[]
  : Body extends object
    ? { [Name in keyof Body]: Name extends 'encryptedData' ? CardCredentials : InClear<Body[Name]> }
    : Body;

/**
 * The same body with its card data sealed, wherever in it they are: `encryptedData` that is an object. A text goes as it
 * is.
 */
export async function withSealedCardData(
  body: unknown,
  seal: (cardData: object) => Promise<string>,
): Promise<unknown> {
  if (Array.isArray(body)) return Promise.all(body.map(item => withSealedCardData(item, seal)));
  if (!isJsonObject(body)) return body;
  const members = Object.entries(body).map(async ([name, value]) => {
    const isCard = name === 'encryptedData' && isJsonObject(value);
    return [name, isCard ? await seal(value) : await withSealedCardData(value, seal)] as const;
  });
  return Object.fromEntries(await Promise.all(members));
}
