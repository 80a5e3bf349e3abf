/** What there is to choose from, in the page's language. */
import { asTree, pathOf } from '../lib/listTree';
import type { ListWithCounts, Priority } from '../lib/api';
import { priorities } from '../lib/filters';
import { i18n } from '../lib/i18n';
import type { Option } from './Select';

export function priorityOptions(): Option<Priority>[] {
  return priorities.map((each) => ({ value: each, label: i18n.t(`priority.${each}`) }));
}
/** The inbox is the empty one. */
export function listOptions(lists: ListWithCounts[]): Option<string>[] {
  return [{ value: '', label: i18n.t('inbox') }, ...asTree(lists).map((each) => ({ value: each.id, label: pathOf(each, lists) }))];
}
