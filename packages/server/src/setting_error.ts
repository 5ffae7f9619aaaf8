/** A setting stops the start. `message` is the one line that the operator reads. */
export class SettingError extends Error {
  override name = 'SettingError';
  readonly setting: string;
  constructor(setting: string, problem: string) {
    super(`${setting} ${problem}`);
    this.setting = setting;
  }
}
