/** A cache that forgets what was used longest ago, bounded by the number of entries and by the characters of their keys. */
export class RecentCache<T> {
  private readonly entries = new Map<string, T>();
  private readonly mostEntries: number;
  private readonly mostCharacters: number;
  private characters = 0;
  private newest: string | undefined;

  constructor(mostEntries: number, mostCharacters: number) {
    this.mostEntries = mostEntries;
    this.mostCharacters = mostCharacters;
  }

  get(key: string): T | undefined {
    const value = this.entries.get(key);
    if (value !== undefined && key !== this.newest) {
      this.entries.delete(key);
      this.entries.set(key, value);
      this.newest = key;
    }
    return value;
  }

  /** Keeps a value under a key that is not there yet. What is larger than the whole cache is not kept. */
  set(key: string, value: T): void {
    if (key.length > this.mostCharacters) return;
    this.entries.set(key, value);
    this.characters += key.length;
    this.newest = key;
    for (const oldest of this.entries.keys()) {
      if (this.entries.size <= this.mostEntries && this.characters <= this.mostCharacters) break;
      this.entries.delete(oldest);
      this.characters -= oldest.length;
    }
  }
}
