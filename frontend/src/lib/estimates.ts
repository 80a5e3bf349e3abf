/** How long tasks take, one and all together. */
import type { Task } from './api';
import * as texts from './estimateTexts';
import { addTexts, i18n } from './i18n';

addTexts(texts);

export function sayMinutes(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const parts = [hours > 0 && i18n.t('estimate.hours', { hours }), rest > 0 && i18n.t('estimate.minutes', { minutes: rest })];
  return parts.filter(Boolean).join(' ');
}

/** Of those that have an estimate; empty if none has. `more`: these are not all. */
export function saySum(tasks: Task[], more: boolean): string {
  const sum = tasks.reduce((minutes, task) => minutes + (task.estimate ?? 0), 0);
  return sum > 0 ? i18n.t('estimate.sum', { time: sayMinutes(sum) + (more ? '+' : '') }) : '';
}
