/** The HTTP API, typed by docs/openapi.yaml: who asks, how new the answer must be, and problems as errors. */
import createClient, { type Middleware } from 'openapi-fetch';
import type { components, paths } from './schema';
import { session } from './session';

type Schemas = components['schemas'];
export type Task = Schemas['Task'];
export type Match = Schemas['Match'];
export type List = Schemas['List'];
export type ListWithCounts = List & { counts: Schemas['Counts'] };
export type SavedFilter = Schemas['SavedFilter'];
export type Due = Schemas['Due'];
export type Priority = Schemas['Priority'];
export type Status = Schemas['Status'];
export type Role = Schemas['Role'];
export type Comment = Schemas['Comment'];
export type Command = Schemas['Command'];
export type Entry = Schemas['Entry'];
export type Digest = Schemas['Digest'];
export type Notification = Schemas['Notification'];
export type Profile = Schemas['Profile'];
export type Reminder = Schemas['Reminder'];
export type Recurrence = Schemas['Recurrence'];
export type Workspace = Schemas['Workspace'];
export type Problem = Schemas['Problem'];
export type Import = Schemas['Import'];

/** What the server refuses, with its reason in words. */
export class ProblemError extends Error {
  constructor(
    readonly problem: Problem,
    readonly retryAfterS: number,
  ) {
    super(problem.detail);
  }
  get kind() {
    return this.problem.type.replace('urn:tasklog:problem:', '');
  }
}

/** Of each workspace the position of the last command: what is read after it shows it. */
const positions = new Map<string, string>();
/** How far a position is in its workspace; before all if there is none. */
export function versionAt(position: string | undefined): number {
  return Number(position?.split(':')[1] ?? -1);
}
/** Whatever the order in which one hears of them, the last position stays the last. */
export function wrote(workspace: string, position: string) {
  if (!asksFor(workspace, versionAt(position))) positions.set(workspace, position);
}
/** Whether what is read anyway has this version of the workspace. */
export function asksFor(workspace: string, version: number): boolean {
  return versionAt(positions.get(workspace)) >= version;
}

const middleware: Middleware = {
  async onRequest({ request, schemaPath }) {
    if (!isPublic(schemaPath)) {
      const token = await session.token();
      if (token) request.headers.set('Authorization', `Bearer ${token}`);
    }
    const workspace = new URL(request.url).searchParams.get('workspace');
    const position = workspace && positions.get(workspace);
    if (position && request.method === 'GET') request.headers.set('Tasklog-Position', position);
    return request;
  },
  async onResponse({ response, schemaPath }) {
    if (response.ok || response.status === 304) return response;
    if (response.status === 401 && !isPublic(schemaPath)) session.end();
    throw new ProblemError(await problemOf(response), Number(response.headers.get('Retry-After') ?? 1));
  },
};

const publicPaths = [
  '/api/v1/setup',
  '/api/v1/accounts',
  '/api/v1/accounts/confirm',
  '/api/v1/session',
  '/api/v1/password/forgot',
  '/api/v1/password/reset',
  '/api/v1/account/mail/confirm',
];
function isPublic(path: string) {
  return publicPaths.includes(path);
}

export async function problemOf(response: Response): Promise<Problem> {
  const nobody: Problem = {
    type: 'urn:tasklog:problem:unavailable',
    title: 'Unavailable',
    status: response.status,
    detail: `The server answers ${response.status}.`,
  };
  return response.headers.get('Content-Type')?.startsWith('application/problem+json') ? ((await response.json()) as Problem) : nobody;
}

export const api = createClient<paths>({ baseUrl: '/' });
api.use(middleware);

/** The body of an answer; problems are thrown before. */
export async function read<T>(answer: Promise<{ data?: T }>): Promise<T> {
  const { data } = await answer;
  return data as T;
}
