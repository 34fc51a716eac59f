/** Keeps the focus after a row was removed: on the button of the row in its place, else on what adds one. */
export function focusRow(list: HTMLElement | null, index: number, adder: HTMLElement | null): void {
  const next = list?.querySelector<HTMLElement>(`li:nth-child(${index + 1}) button`) ?? adder;
  next?.focus();
}
