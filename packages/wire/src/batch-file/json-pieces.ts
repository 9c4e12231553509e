import { type TextBuffer, textBuffer } from './text-buffer.ts';

/** A value of the one JSON object that is read, or why reading stops. */
export type JsonPiece =
  /** The value of a member, or one item of the array that is split. `text` is without insignificant white space. */
  | { kind: 'VALUE'; member: string; text: string; value: unknown }
  /** Not JSON, not one object, a member twice or too many of them, or no array where one is to be split. */
  | { kind: 'BROKEN' }
  /** A value longer than {@link longestValue}. */
  | { kind: 'TOO_LONG' };

/** In bytes. The largest record of a batch file has less than 20 KiB. */
export const longestValue = 64 * 1024;

/** A batch file has three members; their names are held until its end, and an endless row of them must not be. */
const mostMembers = 100;

export interface JsonPieces {
  /** What became whole with these bytes. After anything but VALUE nothing more comes. */
  push(chunk: Uint8Array): JsonPiece[];
  /** Whether the object has ended. */
  complete(): boolean;
}

const [tab, lineFeed, carriageReturn, space] = [0x09, 0x0a, 0x0d, 0x20];
const [quote, comma, colon, backslash] = [0x22, 0x2c, 0x3a, 0x5c];
const [openArray, closeArray, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d];

/** What may come next, outside of a value. */
type Place =
  | 'OBJECT'
  | 'FIRST_NAME'
  | 'NAME'
  | 'COLON'
  | 'VALUE'
  | 'FIRST_ITEM'
  | 'ITEM'
  | 'AFTER_ITEM'
  | 'AFTER_VALUE'
  | 'END';

/**
 * Takes one JSON object apart into the values of its members while it arrives, and one array member into its items, as
 * texts that lost nothing but carriage returns and insignificant white space. Each value is parsed by `JSON.parse`;
 * this only finds where it ends.
 */
export function jsonPieces({ splitArray }: { splitArray: string }): JsonPieces {
  const seen = new Set<string>();
  const value = valueReader(textBuffer(longestValue));
  let place: Place = 'OBJECT';
  let member = '';
  let inItems = false;

  /** A whole value: the name of a member, the value of one, or an item. */
  function took(text: string | null): JsonPiece | null {
    const parsed = parse(text);
    if (text === null || parsed === undefined) return { kind: 'BROKEN' };
    if (place === 'NAME') {
      member = String(parsed.value);
      if (seen.has(member) || seen.size === mostMembers) return { kind: 'BROKEN' };
      seen.add(member);
      place = 'COLON';
      return null;
    }
    place = inItems ? 'AFTER_ITEM' : 'AFTER_VALUE';
    return { kind: 'VALUE', member, text, value: parsed.value };
  }

  /** One byte outside of a value; false when it may not stand there. */
  function step(byte: number): boolean {
    switch (place) {
      case 'OBJECT':
        place = 'FIRST_NAME';
        return byte === openObject;
      case 'FIRST_NAME':
      case 'NAME':
        if (byte === closeObject && place === 'FIRST_NAME') {
          place = 'END';
          return true;
        }
        place = 'NAME';
        return byte === quote && value.begin(byte);
      case 'COLON':
        place = 'VALUE';
        return byte === colon;
      case 'VALUE':
        if (member !== splitArray) return value.begin(byte);
        inItems = true;
        place = 'FIRST_ITEM';
        return byte === openArray;
      case 'FIRST_ITEM':
      case 'ITEM':
        if (byte !== closeArray || place === 'ITEM') return value.begin(byte);
        return endItems();
      case 'AFTER_ITEM':
        if (byte === closeArray) return endItems();
        place = 'ITEM';
        return byte === comma;
      case 'AFTER_VALUE':
        place = byte === comma ? 'NAME' : 'END';
        return byte === comma || byte === closeObject;
      case 'END':
        return false;
    }
  }

  function endItems(): true {
    inItems = false;
    place = 'AFTER_VALUE';
    return true;
  }

  return {
    push(chunk) {
      const pieces: JsonPiece[] = [];
      for (let at = 0; at < chunk.length; ) {
        if (value.reading()) {
          const read = value.read(chunk, at);
          if (read.end === null) return [...pieces, { kind: read.fault }];
          at = read.end;
          if (value.reading()) continue;
          const piece = took(value.take());
          if (piece) pieces.push(piece);
          if (piece && piece.kind !== 'VALUE') return pieces;
          continue;
        }
        const byte = chunk[at++] as number;
        if (!isSpace(byte) && !step(byte)) return [...pieces, { kind: 'BROKEN' }];
      }
      return pieces;
    },
    complete: () => place === 'END',
  };
}

function parse(text: string | null): { value: unknown } | undefined {
  try {
    return text === null ? undefined : { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function isSpace(byte: number): boolean {
  return byte === space || byte === lineFeed || byte === carriageReturn || byte === tab;
}

/** Bytes that stand for themselves, between which white space means nothing. */
function isPunctuation(byte: number): boolean {
  return (
    byte === comma ||
    byte === colon ||
    byte === quote ||
    byte === openArray ||
    byte === closeArray ||
    byte === openObject ||
    byte === closeObject
  );
}

/** Collects one JSON value without its insignificant white space, and finds its end. */
function valueReader(buffer: TextBuffer) {
  let active = false;
  let depth = 0;
  let inString = false;
  let escaped = false;
  let gap = false;
  const one = new Uint8Array(1);

  const append = (byte: number) => {
    one[0] = byte;
    return buffer.append(one);
  };

  /** A byte inside of a string; whether the value ended with it. */
  function inText(byte: number): boolean {
    if (escaped) escaped = false;
    else if (byte === backslash) escaped = true;
    else if (byte === quote) inString = false;
    return !inString && depth === 0;
  }

  /** A byte outside of strings; whether the value ended with it. */
  function outsideText(byte: number): boolean {
    if (byte === quote) inString = true;
    else if (byte === openArray || byte === openObject) depth += 1;
    else if (byte === closeArray || byte === closeObject) depth -= 1;
    return depth === 0 && !inString && (byte === closeArray || byte === closeObject);
  }

  return {
    reading: () => active,
    /** False when no value begins with this byte. */
    begin(byte: number): boolean {
      if (isPunctuation(byte) && byte !== quote && byte !== openArray && byte !== openObject) return false;
      active = true;
      depth = 0;
      inString = false;
      escaped = false;
      gap = false;
      outsideText(byte);
      return append(byte);
    },
    /** Reads on from `at`; tells where it stopped: behind the value, or at the end of the chunk. */
    read(
      chunk: Uint8Array,
      from: number,
    ): { end: number; fault?: never } | { end: null; fault: 'TOO_LONG' | 'BROKEN' } {
      for (let at = from; at < chunk.length; at++) {
        if (inString && !escaped) {
          const plain = endOfPlainText(chunk, at);
          if (!buffer.append(chunk.subarray(at, plain))) return { end: null, fault: 'TOO_LONG' };
          at = plain;
          if (at === chunk.length) break;
        }
        const byte = chunk[at] as number;
        if (byte === carriageReturn) continue;
        if (!inString) {
          if (depth === 0 && (isSpace(byte) || isPunctuation(byte))) {
            active = false;
            return { end: at };
          }
          if (isSpace(byte)) {
            gap = !isPunctuation(buffer.last());
            continue;
          }
          // Without this, `1 2` would become the number 12.
          if (gap && !isPunctuation(byte)) return { end: null, fault: 'BROKEN' };
          gap = false;
        }
        if (!append(byte)) return { end: null, fault: 'TOO_LONG' };
        if (inString ? inText(byte) : outsideText(byte)) {
          active = false;
          return { end: at + 1 };
        }
      }
      return { end: chunk.length };
    },
    take: () => buffer.take(),
  };
}

/** Up to the next byte of a string that needs a look: a quotation mark, a backslash or a carriage return. */
function endOfPlainText(chunk: Uint8Array, from: number): number {
  let at = from;
  while (at < chunk.length) {
    const byte = chunk[at];
    if (byte === quote || byte === backslash || byte === carriageReturn) break;
    at += 1;
  }
  return at;
}
