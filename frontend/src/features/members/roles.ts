/** The roles that can be given to somebody. */
import { i18n } from '../../lib/i18n';

const given = ['editor', 'commenter', 'viewer'] as const;
export type Given = (typeof given)[number];
export const roles = () => given.map((each) => ({ value: each, label: i18n.t(`role.${each}`) }));
