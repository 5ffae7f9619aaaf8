/** The sentences about what the panels of the editor show, and where. */
export const layout = {
  answered: (status: unknown, took: string) =>
    typeof status === 'number'
      ? `The answer is here: status ${status}, in ${took}`
      : `The answer is here, in ${took}`,
};
