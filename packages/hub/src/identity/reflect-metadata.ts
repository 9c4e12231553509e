/**
 * The three functions of the metadata proposal that `@peculiar/x509` demands of `Reflect` when it loads. Its parts take
 * no constructor arguments, so nothing more of the proposal is ever asked for. Import this file before the library.
 */
type MetadataReflect = typeof Reflect & {
  getMetadata?(key: unknown, target: object): unknown;
};

const metadata = new WeakMap<object, Map<unknown, unknown>>();

function defineMetadata(key: unknown, value: unknown, target: object): void {
  const own = metadata.get(target) ?? new Map<unknown, unknown>();
  metadata.set(target, own.set(key, value));
}

function getOwnMetadata(key: unknown, target: object): unknown {
  return metadata.get(target)?.get(key);
}

function getMetadata(key: unknown, target: object | null): unknown {
  if (target === null) return undefined;
  return metadata.get(target)?.has(key)
    ? getOwnMetadata(key, target)
    : getMetadata(key, Object.getPrototypeOf(target));
}

if ((Reflect as MetadataReflect).getMetadata === undefined) {
  Object.assign(Reflect, { defineMetadata, getOwnMetadata, getMetadata });
}
