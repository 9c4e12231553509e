/** One thing that is wrong with an envelope, and what its sender changes. Holds nothing taken from the plaintext. */
export interface Finding {
  /** Stable name, for programs and tests: `mgf1-not-sha256`. */
  readonly defect: string;
  readonly wrong: string;
  readonly mend: string;
}

/** A fact about an envelope that is neither right nor wrong, in the order people read them. */
export interface Fact {
  readonly name: string;
  readonly value: string;
}
