/** Lists that stand in others, and the sections of lists. */
import type { List } from './api';

type Placed = Pick<List, 'id' | 'name' | 'parent' | 'section'>;

function parentOf<L extends Placed>(list: Placed, lists: L[]): L | undefined {
  return list.parent === null ? undefined : lists.find((each) => each.id === list.parent);
}

/** How many lists a list stands in, of those that are here. */
export function depthOf(list: Placed, lists: Placed[]): number {
  const parent = parentOf(list, lists);
  return parent ? 1 + depthOf(parent, lists) : 0;
}

/** Each list before what stands in it, its sections first; else in their order. */
export function asTree<L extends Placed>(lists: L[]): L[] {
  const under = (parent: L | undefined): L[] => {
    const inside = lists.filter((each) => parentOf(each, lists) === parent);
    return [...inside.filter((each) => each.section), ...inside.filter((each) => !each.section)].flatMap((each) => [each, ...under(each)]);
  };
  return under(undefined);
}

/** "Home › Dairy". */
export function pathOf(list: Placed, lists: Placed[]): string {
  const parent = parentOf(list, lists);
  return parent ? `${pathOf(parent, lists)} › ${list.name}` : list.name;
}

export function sectionsOf<L extends Placed>(list: string, lists: L[]): L[] {
  return lists.filter((each) => each.section && each.parent === list);
}
