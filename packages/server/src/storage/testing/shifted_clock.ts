/** Loaded before anything else (`node --import`): the clock of this process is off by `CLOCK_OFF_MS`. */
const off = Number(process.env.CLOCK_OFF_MS ?? 0);
const Right = globalThis.Date;

class Shifted extends Right {
  constructor(...args: unknown[]) {
    if (args.length === 0) super(Right.now() + off);
    else super(...(args as [number]));
  }

  static override now(): number {
    return Right.now() + off;
  }
}
globalThis.Date = Shifted as DateConstructor;
