/** What is said while a connection is drawn or one of its ends is moved. */
const through = (port: string | null) => (port === null ? '' : `, ${port}`);

export const wires = {
  put_back: 'Release to put it back',
  /** On the empty canvas, while an end is moved. */
  lands_nowhere: 'Release to put it back. Drop it on a node to connect it there.',
  new_step: 'Release to choose what comes next',
  connect: 'Release to connect',
  insert: 'Insert step here…',
  move_end: 'Move its end to…',
  move_start: 'Move its start to…',
  move: 'Move a connection',
  delete: 'Delete connection',
  to: (label: string, port: string | null) => `End at ${label}${through(port)}, to…`,
  from: (label: string, port: string | null) => `Start at ${label}${through(port)}, to…`,
  port: (port: string) => `“${port}”`,
  impossible: 'Not possible',
};
