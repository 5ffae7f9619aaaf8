/** What the builder says where the other person who saved is oneself, in another tab or browser. */

const many = (count: number, one: string, more = `${one}s`) => `${count} ${count === 1 ? one : more}`;

export const elsewhere = {
  not_saved: 'Not saved: you saved another version in another tab or browser',
  taken_over: 'What you saved in another tab or browser is here now',
  what_changed: 'What you changed in another tab or browser',
  conflict: {
    title: 'You saved this workflow in another tab or browser',
    body: (when: string) =>
      `That version was saved ${when}, after you began with what is here. Nothing is lost yet: choose what shall hold.`,
    theirs: 'What you changed there',
    mine: 'What you changed here',
    marked: (count: number) =>
      `${many(count, 'field')} ${count === 1 ? 'was' : 'were'} changed in both places. Choose what shall hold, and Merge keeps everything else of both.`,
    prefer: { mine: 'As it is here', theirs: 'As it is there' },
    can_merge: 'The changes here and there do not touch the same fields: Merge keeps all of them.',
    keep_mine: 'Overwrite with what is here',
    take_theirs: 'Load the other version',
    took_theirs: 'The other version is loaded. Undo brings this one back',
    unreadable: 'The other version cannot be read by this page. Reload it to work with it.',
  },
};
