import type { Problem } from '@millrace/core';
import { ArrowDown, ArrowUp, GripVertical, Plus, Trash2 } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { Button } from '../../../../components/ui/button.tsx';
import { cn } from '../../../../components/ui/cn.ts';
import { FieldError } from '../../../../components/ui/field.tsx';
import { IconButton } from '../../../../components/ui/icon_button.tsx';
import { text } from '../../../../strings/builder.ts';
import { useProblems } from '../../../problems/context.tsx';
import { saidBeside } from '../../../problems/said.ts';
import { problemsOfRow } from '../field_problems.ts';
import { useNodeForm } from '../node_form_context.tsx';

interface RowsProps<T> {
  rows: readonly T[];
  /** Where the rows lie in the configuration: each then says what is wrong with it. */
  path?: readonly (string | number)[];
  /** With the row each new row was, by its old index; null for an added one. */
  onChange: (rows: T[], origin: (number | null)[]) => void;
  blank: () => T;
  addLabel: string;
  rowLabel: (n: number, row: T) => string;
  readOnly: boolean;
  sortable?: boolean;
  /** Stands beside the button that adds a row. */
  aside?: ReactNode;
  children: (row: T, change: (row: T) => void, index: number) => ReactNode;
}

/** A list of rows that can be added, removed and moved; what a row looks like is the child's business. */
export function Rows<T>({
  rows,
  path,
  onChange,
  blank,
  addLabel,
  rowLabel,
  readOnly,
  sortable,
  aside,
  children,
}: RowsProps<T>) {
  const list = useRef<HTMLDivElement>(null);
  const [dragged, setDragged] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const indexes = rows.map((_, index) => index);
  const reorder = (order: number[]) =>
    onChange(
      order.map((index) => rows[index]!),
      order,
    );
  const replace = (at: number, row: T) =>
    onChange(
      rows.map((other, index) => (index === at ? row : other)),
      indexes,
    );
  const remove = (at: number) => {
    reorder(indexes.filter((other) => other !== at));
    afterRemoval(list.current, at);
  };
  const add = () => {
    onChange([...rows, blank()], [...indexes, null]);
    focusAdded(list.current, rows.length);
  };
  const swap = (at: number, by: number) => {
    const order = [...indexes];
    [order[at], order[at + by]] = [order[at + by]!, order[at]!];
    reorder(order);
    followFocus(list.current, at + by, by);
  };
  const moveTo = (to: number) => {
    if (dragged !== null && dragged !== to) {
      const order = indexes.filter((index) => index !== dragged);
      order.splice(to, 0, dragged);
      reorder(order);
    }
    setDragged(null);
    setOver(null);
  };
  return (
    <div ref={list} data-rows className="flex flex-col gap-2">
      {rows.map((row, index) => (
        // Rows have no identity of their own; their fields are controlled, so a moved row shows its new values.
        <fieldset
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          key={index}
          aria-label={rowLabel(index + 1, row)}
          data-row={index}
          className={cn(
            'flex min-w-0 items-start gap-1 rounded-md border border-line bg-sunken/50 p-2',
            dragged === index && 'opacity-50',
            over === index && dragged !== index && 'border-accent',
          )}
          onDragOver={(event) => {
            if (dragged === null) return;
            event.preventDefault();
            setOver(index);
          }}
          onDrop={(event) => {
            if (dragged === null) return;
            event.preventDefault();
            moveTo(index);
          }}
        >
          {sortable && !readOnly && rows.length > 1 && (
            // With the keyboard the buttons at the end do the same.
            <span
              aria-hidden
              draggable
              data-grip
              className="-ml-1 mt-1.5 shrink-0 cursor-grab text-faint"
              onDragStart={(event) => {
                event.dataTransfer.effectAllowed = 'move';
                setDragged(index);
              }}
              onDragEnd={() => {
                setDragged(null);
                setOver(null);
              }}
            >
              <GripVertical className="size-4" />
            </span>
          )}
          <div className="flex min-w-0 flex-1 flex-col gap-2">
            {children(row, (next) => replace(index, next), index)}
            {path && <RowProblems path={path} row={index} />}
          </div>
          {!readOnly && (
            <div className="flex shrink-0 flex-col">
              {sortable && index > 0 && (
                <IconButton size="sm" label={text.fields.move_up} onClick={() => swap(index, -1)}>
                  <ArrowUp aria-hidden />
                </IconButton>
              )}
              {sortable && index < rows.length - 1 && (
                <IconButton size="sm" label={text.fields.move_down} onClick={() => swap(index, 1)}>
                  <ArrowDown aria-hidden />
                </IconButton>
              )}
              <IconButton
                size="sm"
                data-remove
                label={text.fields.remove_named(rowLabel(index + 1, row))}
                onClick={() => remove(index)}
              >
                <Trash2 aria-hidden />
              </IconButton>
            </div>
          )}
        </fieldset>
      ))}
      {!readOnly && (
        <div className="flex flex-wrap gap-1">
          <Button size="sm" data-add onClick={add}>
            <Plus aria-hidden />
            {addLabel}
          </Button>
          {aside}
        </div>
      )}
    </div>
  );
}

/** The first field of a row that was added: adding it is the beginning of filling it in. */
export function focusAdded(list: HTMLElement | null, row: number): void {
  requestAnimationFrame(() => {
    const field = list?.querySelector<HTMLElement>(
      `:scope > [data-row="${row}"] :is(input, textarea, [contenteditable="true"], [role="combobox"])`,
    );
    field?.scrollIntoView({ block: 'nearest' });
    field?.focus();
  });
}

/** What had the focus is gone: it goes to the row that stands there now, or to the way to add one. */
function afterRemoval(list: HTMLElement | null, row: number): void {
  requestAnimationFrame(() => {
    // Whoever removed the list with its last row says where to go on.
    if (!list?.isConnected || list.contains(document.activeElement)) return;
    const buttons = [
      ...list.querySelectorAll<HTMLButtonElement>(`:scope > [data-row="${row}"] [data-remove]`),
    ];
    (buttons.at(-1) ?? list.querySelector<HTMLButtonElement>(':scope > div > [data-add]'))?.focus();
  });
}

/** The focus goes with the row that was moved; at the end of the list to the button that leads back. */
function followFocus(list: HTMLElement | null, row: number, by: number): void {
  requestAnimationFrame(() => {
    const buttons = [
      ...(list?.querySelectorAll<HTMLButtonElement>(`:scope > [data-row="${row}"] button`) ?? []),
    ];
    const named = (label: string) => buttons.find((button) => button.getAttribute('aria-label') === label);
    const [same, back] =
      by < 0 ? [text.fields.move_up, text.fields.move_down] : [text.fields.move_down, text.fields.move_up];
    (named(same) ?? named(back))?.focus();
  });
}

const none: readonly Problem[] = [];

/** What the checks say of one row. */
function RowProblems({ path, row }: { path: readonly (string | number)[]; row: number }) {
  const { node } = useNodeForm();
  const found = useProblems(
    useShallow((state) => problemsOfRow(state.byNode.get(node.id) ?? none, path, row)),
  );
  return found.map((problem) =>
    problem.severity === 'error' ? (
      <FieldError key={problem.message} message={saidBeside(problem.message, node)} />
    ) : (
      <p key={problem.message} className="text-warning text-xs">
        {saidBeside(problem.message, node)}
      </p>
    ),
  );
}

/** The rows of a value that an import may have given another type. */
export function rowsOf<T>(value: unknown): T[] {
  return Array.isArray(value) ? (value as T[]) : [];
}
