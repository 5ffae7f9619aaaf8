export const selectText = {
  nothing: 'There is nothing to choose from',
};
