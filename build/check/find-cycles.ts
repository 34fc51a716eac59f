/**
 * Finds the cycles of a graph (Tarjan's strongly connected components): each is a list of modules that reach one another.
 */
export function findCycles(graph: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const indexOf = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const cycles: string[][] = [];

  function visit(node: string): number {
    const index = indexOf.size;
    indexOf.set(node, index);
    stack.push(node);
    onStack.add(node);
    let low = index;
    for (const next of graph.get(node) ?? []) {
      const known = indexOf.get(next);
      if (known === undefined) low = Math.min(low, visit(next));
      else if (onStack.has(next)) low = Math.min(low, known);
    }
    lowest.set(node, low);
    if (low === index) {
      const members = stack.splice(stack.indexOf(node));
      for (const member of members) onStack.delete(member);
      if (members.length > 1 || (graph.get(node) ?? []).includes(node)) cycles.push(members.sort());
    }
    return low;
  }

  for (const node of graph.keys()) if (!indexOf.has(node)) visit(node);
  return cycles;
}
