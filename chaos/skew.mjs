// Loaded before a worker (`node --import`): its clock is off by CHAOS_SKEW_MS. Time that only goes forward is as it was.
const skew = Number(process.env.CHAOS_SKEW_MS ?? 0);
const TrueDate = globalThis.Date;
const now = () => TrueDate.now() + skew;

globalThis.Date = new Proxy(TrueDate, {
  construct: (target, args, made) => Reflect.construct(target, args.length === 0 ? [now()] : args, made),
  apply: () => new TrueDate(now()).toString(),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});
