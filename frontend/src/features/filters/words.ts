/** What is shown of a view, in the language of docs/filters.md. */
import type { Search, View } from '../../lib/filters';

/** None for what the language can't say: a name with a quotation mark. */
const quoted = (text: string) => (text.includes('"') ? undefined : `"${text}"`);
const field = (name: string, text: string) => quoted(text) && `${name}:${quoted(text)}`;

function ofView(view: View, listName: string): (string | undefined)[] {
  switch (view.kind) {
    case 'today':
      return ['due <= today'];
    case 'upcoming':
      return ['due >= today'];
    case 'inbox':
      return ['list:inbox'];
    case 'list':
      return [field('list', listName)];
    case 'tag':
      return [field('tag', view.tag)];
    case 'assigned':
      return ['assignee:me'];
    case 'done':
      return ['completed'];
    case 'filter':
      return [view.words];
    case 'all':
      return [];
  }
}

/** Words in any order, "phrases", and -what is not to be there. */
function ofText(text: string): (string | undefined)[] {
  return (text.match(/-?"[^"]*"|\S+/g) ?? []).map((part) => {
    const without = /^-./.test(part);
    const one = field('text', part.slice(without ? 1 : 0).replace(/^"|"$/g, ''));
    return without && one ? `not ${one}` : one;
  });
}

/** Empty where it is everything; none where it can't be said. */
export function wordsOf(view: View, search: Search, listName: string): string | undefined {
  const parts = [
    ...ofView(view, listName),
    ...(search.status ? [search.status] : []),
    ...(search.priority ? [`priority:${search.priority}`] : []),
    ...(search.tag ? [field('tag', search.tag)] : []),
    ...(search.overdue ? ['overdue'] : []),
    ...ofText(search.text ?? ''),
    ...(search.filter ? [search.filter] : []),
  ];
  if (parts.includes(undefined)) return undefined;
  const several = parts.length > 1;
  return parts.map((part) => (several && /\bor\b/i.test(part ?? '') ? `(${part})` : part)).join(' and ');
}
