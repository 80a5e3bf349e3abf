/** What is wrong with a filter in words, in the person's language; undefined if nothing is. */
import { addTexts, i18n } from '../../lib/i18n';
import * as texts from './filterTexts';
import { filterFault } from './useViewTasks';

addTexts(texts);

export function sayFault(error: Error | null): string | undefined {
  const problem = filterFault(error);
  return problem && i18n.t('filter.fault', { column: problem.column, why: problem.detail.replace(/^\?filter, /, '') });
}
