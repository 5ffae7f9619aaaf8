/**
 * The pieces of a body while it comes. A server decides how small they are: each is an object of more than a hundred bytes, so
 * that ten megabytes sent byte by byte would need more than a gigabyte. Small ones are put together as they come.
 */

/** Whatever is at least as large is kept as it came. */
const smallest = 1_024;

export class Pieces {
  readonly #whole: Uint8Array[] = [];
  #small: Uint8Array[] = [];
  #size = 0;

  /** Bytes, of all of them. */
  get size(): number {
    return this.#size;
  }

  /** How many objects hold them. */
  get held(): number {
    return this.#whole.length + this.#small.length;
  }

  add(piece: Uint8Array): void {
    this.#size += piece.length;
    if (piece.length >= smallest) {
      this.#gather();
      this.#whole.push(piece);
      return;
    }
    this.#small.push(piece);
    if (this.#small.length === smallest) this.#gather();
  }

  /** All of them in one; the piece itself where it is the only one. */
  together(): Uint8Array {
    this.#gather();
    return this.#whole.length === 1 ? this.#whole[0]! : Buffer.concat(this.#whole, this.#size);
  }

  #gather(): void {
    if (this.#small.length === 0) return;
    this.#whole.push(this.#small.length === 1 ? this.#small[0]! : Buffer.concat(this.#small));
    this.#small = [];
  }
}
