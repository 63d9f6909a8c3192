// The tab's storage, which may be full, forbidden or absent.

export const storage = {
  /** Hands on what was kept. What is absent, or somebody else's under our name, throws, and is left alone. */
  restore<T>(key: string | undefined, take: (saved: T) => void): void {
    try {
      if (key) take(JSON.parse(sessionStorage.getItem(key)!) as T);
    } catch {
      // Then there is nothing to restore.
    }
  },
  /** Keeps what JSON can write; null takes it away. */
  set(key: string | undefined, value: unknown): void {
    try {
      if (!key) return;
      if (value === null) sessionStorage.removeItem(key);
      else sessionStorage.setItem(key, JSON.stringify(value));
    } catch {
      // What was typed is then lost by a reload; nothing else is.
    }
  },
  /** Takes away everything whose name begins so. */
  clear(beginning: string): void {
    try {
      for (const key of Object.keys(sessionStorage)) if (key.startsWith(beginning)) sessionStorage.removeItem(key);
    } catch {
      // Then there is nothing to take away.
    }
  },
};
