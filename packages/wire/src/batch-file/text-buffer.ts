const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Bytes of a UTF-8 text that arrive little by little, up to a limit. */
export interface TextBuffer {
  readonly length: number;
  /** False when there is no more room; then nothing was added. */
  append(bytes: Uint8Array): boolean;
  /** The last byte; 0 when there is none. */
  last(): number;
  /** The text, and the buffer is empty again; null when it is not UTF-8. */
  take(): string | null;
}

export function textBuffer(limit: number): TextBuffer {
  const buffer = new Uint8Array(limit);
  let length = 0;
  return {
    get length() {
      return length;
    },
    append(bytes) {
      if (length + bytes.length > limit) return false;
      buffer.set(bytes, length);
      length += bytes.length;
      return true;
    },
    last: () => buffer[length - 1] ?? 0,
    take() {
      const bytes = buffer.subarray(0, length);
      length = 0;
      try {
        return decoder.decode(bytes);
      } catch {
        return null;
      }
    },
  };
}
