import type { Workflow } from '@millrace/core';
import { create } from 'zustand';

/** What somebody else saved, while the question about it is open. */
export const useConflict = create<{
  current: Workflow | null;
  setCurrent: (current: Workflow | null) => void;
}>((set) => ({
  current: null,
  setCurrent: (current) => set({ current }),
}));
