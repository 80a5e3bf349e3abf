/** What the server refuses, in the reader's words where there are some. */
import { type Problem, ProblemError } from './api';
import { i18n } from './i18n';

export function sayProblem(problem: Problem): string {
  const key = `problem.${problem.type.replace('urn:tasklog:problem:', '')}`;
  return i18n.exists(key) ? i18n.t(key) : problem.detail;
}
export function sayError(error: unknown): string {
  if (error instanceof ProblemError) return sayProblem(error.problem);
  return error instanceof TypeError ? i18n.t('away') : error instanceof Error ? error.message : String(error);
}
