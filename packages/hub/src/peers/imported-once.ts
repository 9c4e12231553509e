/**
 * Keeps the newest key of each owner as imported: parsing a certificate costs more than using its key.
 *
 * @param parts what a key is imported from: whose it is, a text that changes when the key does, and how it is done
 */
export function importedOnce<Source, Key>(parts: {
  owner: (source: Source) => string;
  version: (source: Source) => string;
  import: (source: Source) => Key;
}): (source: Source) => Key {
  const latest = new Map<string, { version: string; key: Key }>();
  return source => {
    const owner = parts.owner(source);
    const version = parts.version(source);
    const known = latest.get(owner);
    if (known?.version === version) return known.key;
    const key = parts.import(source);
    latest.set(owner, { version, key });
    return key;
  };
}
