/** A bounded cache that forgets what was used longest ago. */
export class RecentCache<T> {
  private readonly entries = new Map<string, T>();
  private readonly limit: number;
  private newest: string | undefined;

  constructor(limit: number) {
    this.limit = limit;
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

  set(key: string, value: T): void {
    if (this.entries.size >= this.limit) this.entries.delete(this.entries.keys().next().value!);
    this.entries.set(key, value);
    this.newest = key;
  }

  get size(): number {
    return this.entries.size;
  }
}
