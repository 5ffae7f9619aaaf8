/** Text of the controls of fields: choices that are loaded, files, numbers, lists, names and values. */
export const fieldText = {
  options: {
    choose: 'Choose, or type',
    search: 'Search, or type a value',
    loading: 'Loading the choices…',
    none: 'The app has nothing to choose from here.',
    no_match: 'Nothing matches.',
    refresh: 'Load the choices again',
    retry: 'Retry',
    kept: 'Not among the choices',
    needs: (names: string) => `Fill in ${names} first: the choices depend on it.`,
    computed: (name: string) =>
      `The choices depend on ${name}, which an expression gives: type the value, or give an expression too.`,
    more: (count: number) => `Only the first ${count} are shown. Type the value if yours is not among them.`,
  },
  file: {
    choose: 'Choose a file',
    drop: 'or drop it here, up to 1 MB',
    replace: 'Replace',
    remove: 'Remove the file',
    reading: 'Reading…',
    too_large: (name: string, size: string) =>
      `${name} has ${size}; a file in a workflow has at most 1 MB. Take a larger one from an earlier step, with an expression.`,
    wrong_kind: (name: string, wanted: string) =>
      `${name} is not of the kind that is wanted here (${wanted}).`,
    unreadable: (name: string) => `${name} could not be read.`,
    folder: 'That is a folder; choose one file.',
    one: 'One file at a time.',
    no_file: 'This value is no file: it needs filename, content_type and data.',
    none: 'No file',
  },
  number: {
    not_a_number: (text: string) => `“${text}” is not a number`,
    least: (min: string) => `at least ${min}`,
    most: (max: string) => `at most ${max}`,
  },
  key_value: {
    twice: (name: string) => `${name} is there twice; the last one counts`,
  },
  date: {
    zone_of: (zone: string) => `in ${zone}`,
  },
  group: { filled: (count: number) => `${count} filled in` },
};
